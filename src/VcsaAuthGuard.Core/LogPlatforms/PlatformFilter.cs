using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.LogPlatforms;

/// <summary>Specifies the events to search for.</summary>
/// <param name="From">At this time or later, in nanoseconds since 1970.</param>
/// <param name="To">Before this time.</param>
/// <param name="Phrases">With one of these; all, if there is none.</param>
/// <param name="Parts">
/// Only lines around these parts of entries; null for all that the options let through. With phrases, continuation lines and first lines
/// with an open bracket are returned too. A platform may return other lines of the same time range.
/// </param>
internal sealed record PlatformFilter(
    long From, long To, IReadOnlyList<SearchPhrase> Phrases, IReadOnlyList<PlatformSpan>? Parts = null)
{
    /// <summary>Gets the hosts whose events are searched, in the place of those of the options; null for those.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>Gets a value indicating whether the query must name each span of <see cref="Parts"/>, because much lies between
    /// them.</summary>
    public bool NamesSpans { get; init; }

    /// <summary>Gets a value indicating whether only lines with the times of the parts are returned, or in the millisecond
    /// after.</summary>
    public bool NamesTimes { get; init; }

    /// <summary>Gets the hosts of the parts, each once.</summary>
    public IEnumerable<string> HostsOfParts => Parts!.Select(part => part.Host).Distinct();

    /// <summary>Returns the one field that names the log of all parts, and the logs; null if the parts have different fields.</summary>
    public (string Field, IEnumerable<string> Logs)? LogsOfParts()
    {
        string? field = Parts![0].LogField;
        return field is not null && Parts.All(part => part.LogField == field && part.Log is not null)
            ? (field, Parts.Select(part => part.Log!).Distinct())
            : null;
    }
}

/// <summary>Represents a time range of one host's log.</summary>
/// <param name="Host">The host.</param>
/// <param name="LogField">The field that names the log; null if none does.</param>
/// <param name="Log">The log's name.</param>
/// <param name="From">The start of the range, in nanoseconds since 1970.</param>
/// <param name="To">The end of the range, which is not in it.</param>
/// <param name="Times">The times of the parts of entries in it.</param>
internal sealed record PlatformSpan(string Host, string? LogField, string? Log, long From, long To, IReadOnlyList<long> Times);
