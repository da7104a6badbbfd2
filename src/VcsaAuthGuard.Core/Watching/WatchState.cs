using System.Text.Json;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Watching.Metrics;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents the progress of a watcher: the positions in logs whose events were returned and acknowledged.</summary>
/// <param name="Logs">How far the logs of each folder have been read.</param>
/// <param name="Counters">The number of faults by vCenter, kind and method.</param>
/// <param name="Bursts">The bursts, open or not.</param>
/// <param name="Saved">When the state was written.</param>
internal sealed record WatchState(
    IReadOnlyDictionary<string, FollowedState> Logs,
    IReadOnlyList<FaultCounter> Counters,
    IReadOnlyList<WatchedServerPosition> Bursts,
    DateTimeOffset Saved)
{
    /// <summary>Gets the number of gaps by vCenter.</summary>
    public IReadOnlyDictionary<string, long> GapCounts { get; init; } = new Dictionary<string, long>();

    /// <summary>Gets the counters of the API's use.</summary>
    public IReadOnlyList<ClientCounter> ClientCounters { get; init; } = [];

    /// <summary>Gets when counting began, by vCenter.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> CountingStarts { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Gets the gaps that were about to be given when the state was written, and may have been.</summary>
    public IReadOnlyList<WatchedGap> AnnouncedGaps { get; init; } = [];

    /// <summary>Reads a state.</summary>
    /// <returns>The state; null if there is none yet.</returns>
    /// <exception cref="WatchStateException">The file cannot be used.</exception>
    public static WatchState? Load(string path)
    {
        try
        {
            return File.Exists(path) ? WatchStateDocument.Parse(File.ReadAllBytes(path)).ToState() : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            throw new WatchStateException(path, "It is not the state file of a watcher, or is of an unknown version.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new WatchStateException(path, e.Message, e);
        }
    }

    /// <summary>Returns the content of a state file.</summary>
    public byte[] ToJson() => WatchStateDocument.Create(this).ToJson();

    /// <summary>
    /// Returns the state with what is about to be given. A run that starts from it begins where this state is, and marks what was about to
    /// be given.
    /// </summary>
    /// <param name="logs">How far the logs have been read.</param>
    /// <param name="gaps">The gaps that are about to be given.</param>
    public WatchState WithAnnounced(IReadOnlyDictionary<string, FollowedState> logs, IReadOnlyList<WatchedGap> gaps) => this with
    {
        Logs = logs.ToDictionary(
            folder => folder.Key,
            folder => folder.Value with { Positions = [.. folder.Value.Positions.Select(position => Announce(folder.Key, position))] }),
        AnnouncedGaps = gaps,
    };

    private LogPosition Announce(string folder, LogPosition position)
    {
        LogPosition? acknowledged = Logs.TryGetValue(folder, out FollowedState? known)
            ? known.Positions.FirstOrDefault(log => log.Head == position.Head || log.Head.Start == position.Head.Start) : null;

        // A log that was not known before has been reported from its start on, and so has one that was read from its start again.
        bool isFromStart = acknowledged is null
            || (acknowledged.Restarts != position.Restarts && acknowledged.Offset > position.FirstOffset);
        long offset = isFromStart ? position.FirstOffset : acknowledged!.Offset;
        return position with
        {
            Offset = offset,
            Line = isFromStart ? position.FirstLine : acknowledged!.Line,
            IsComplete = position.IsComplete && offset == position.Offset,
            AnnouncedOffset = Math.Max(position.Offset, acknowledged?.AnnouncedOffset ?? 0),
            Checkpoints = [.. position.Checkpoints.Where(point => point.Offset <= offset)],
        };
    }
}
