namespace VcsaAuthGuard.Benchmarks;

/// <summary>Represents the command line's options.</summary>
/// <param name="Size">Bytes of the ordinary log.</param>
/// <param name="Work">Folder for logs and builds.</param>
/// <param name="Keep">Whether the logs stay.</param>
/// <param name="Only">Names of the rows to measure.</param>
/// <param name="Cpu">Whether processor time is compared, and not the time from start to end.</param>
/// <param name="Program">A published program to measure; null to publish it here.</param>
/// <param name="Module">The manifest of a built module to measure; null to build it here.</param>
/// <param name="Events">The number of events that are read from a log platform.</param>
internal sealed record BenchmarkOptions(
    long Size, string Work, bool Keep, HashSet<string> Only, bool Cpu = false, string? Program = null, string? Module = null,
    long Events = 1_000_000);
