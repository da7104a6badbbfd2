using System.Text.Json.Serialization;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;

namespace VcsaAuthGuard.Cli.Output;

/// <summary>
/// Represents an overlap in JSON: the properties of WindowOverlap with the names of the windows in the place of the windows, which can be
/// in many overlaps.
/// </summary>
internal sealed record OverlapRow(
    string[] Windows,
    IReadOnlyList<WindowRole> Roles,
    string? Server,
    DateTimeOffset Start,
    DateTimeOffset End,
    TimeSpan Duration,
    int Occurrences,
    TimeSpan TotalDuration,
    DateTimeOffset LastStart,
    [property: JsonPropertyName("vms")] int? VMs,
    int? Sessions,
    bool IsLoadKnown,
    bool IsOverVMLimit,
    bool IsOverSessionLimit,
    TimeSpan? PredictedWait,
    long? TokensAtRisk,
    OverlapSeverity Severity,
    string Description
)
{
    public static OverlapRow From(WindowOverlap overlap) =>
        new(
            [.. overlap.Windows.Select(window => window.Name)],
            overlap.Roles,
            overlap.Server,
            overlap.Start,
            overlap.End,
            overlap.Duration,
            overlap.Occurrences,
            overlap.TotalDuration,
            overlap.LastStart,
            overlap.VMs,
            overlap.Sessions,
            overlap.IsLoadKnown,
            overlap.IsOverVMLimit,
            overlap.IsOverSessionLimit,
            overlap.PredictedWait,
            overlap.TokensAtRisk,
            overlap.Severity,
            overlap.Description
        );
}
