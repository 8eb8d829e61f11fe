/** The commands and queries over plain HTTP, and the contract as OpenAPI and AsyncAPI. */
package dev.omnibus.rest;
