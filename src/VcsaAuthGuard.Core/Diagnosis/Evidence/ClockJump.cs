namespace VcsaAuthGuard.Diagnosis.Evidence;

/// <summary>Represents a step of the time in a log.</summary>
/// <param name="Source">The log.</param>
/// <param name="From">The last time before the step.</param>
/// <param name="To">The first time after it.</param>
internal sealed record ClockJump(string Source, DateTimeOffset From, DateTimeOffset To)
{
    public bool IsBack => To < From;

    public TimeSpan Step => (To - From).Duration();
}
