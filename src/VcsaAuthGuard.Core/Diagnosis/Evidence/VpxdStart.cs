using VcsaAuthGuard.ApiLoad.Entries;

namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents a start of vpxd.</summary>
/// <param name="Time">The time at which it was started.</param>
/// <param name="Section">The section line that reports it.</param>
internal sealed record VpxdStart(DateTimeOffset Time, ServiceStart Section);
