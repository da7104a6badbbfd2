namespace VcsaAuthGuard.Benchmarks;

/// <summary>Represents the command line's options.</summary>
/// <param name="Size">Bytes of the ordinary log.</param>
/// <param name="Work">Folder for logs and builds.</param>
/// <param name="Keep">Whether the logs stay.</param>
/// <param name="Only">Names of the rows to measure.</param>
internal sealed record BenchmarkOptions(long Size, string Work, bool Keep, HashSet<string> Only);
