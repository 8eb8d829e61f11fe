package dev.omnibus.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token",
        "GITHUB_TOKEN",
        "accessToken",
        "client_secret",
        "password",
        "dbpass",
        "PWD",
        "api-key",
        "apiKey",
        "X-Api-Key",
        "ssh_key",
        "key",
        "Authorization",
        "basic_auth",
        "oauth",
        "Set-Cookie",
        "user.pin",
        "sig",
        "jwt",
        "ticket",
        "user[password]"
      })
  void such_a_name_means_a_secret(String name) {
    assertTrue(SecretName.is(name), name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "author",
        "author_name",
        "co-authors",
        "path",
        "keyboard",
        "monkey",
        "spin",
        "sign"
      })
  void such_a_name_means_none(String name) {
    assertFalse(SecretName.is(name), name);
  }
}
