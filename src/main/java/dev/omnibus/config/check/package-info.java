/**
 * From the text of a configuration file to what it says, or to every reason why it says nothing.
 */
package dev.omnibus.config.check;
