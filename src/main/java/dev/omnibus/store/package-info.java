/** SQL behind one small door: a file in the data folder, or a PostgreSQL that nodes share. */
package dev.omnibus.store;
