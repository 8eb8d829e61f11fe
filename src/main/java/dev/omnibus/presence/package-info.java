/** Who is connected to this node and what each looks at: where doors and the room meet. */
package dev.omnibus.presence;
