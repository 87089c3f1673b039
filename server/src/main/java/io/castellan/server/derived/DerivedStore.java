package io.castellan.server.derived;

/** Named maps of bytes in one file. From any thread. */
public interface DerivedStore extends AutoCloseable {

  /** A map by name; made when it is not there. */
  DerivedMap map(String name);

  /** What was put until now survives a crash; what is put later does once this is called again. */
  void commit();

  /** Closes the file, without a commit. */
  @Override
  void close();
}
