using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Represents the rules by which entries of logs become records.</summary>
/// <param name="NeedlesOf">Returns what entries of a log, given by name, must contain to be of interest.</param>
/// <param name="Parse">Reads such an entry.</param>
/// <param name="Kinds">The kinds of logs to read from folders and archives.</param>
/// <param name="Searches">
/// The searches for a log platform, in the order in which their entries are to be read. An entry that contains a phrase of an earlier
/// search was read there.
/// </param>
internal sealed record EntryRules(
    Func<string, NeedleSet> NeedlesOf,
    EntryParser<ILogRecord> Parse,
    LogKinds Kinds,
    IReadOnlyList<IReadOnlyList<SearchPhrase>> Searches)
{
    /// <summary>Gets the function that adds to a record what a log platform knows of its entry.</summary>
    public Func<ILogRecord, CollectedEntry, ILogRecord> Place { get; init; } = (record, _) => record;
}
