using System.Text.Json;
using System.Text.Json.Serialization;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Watching.Metrics;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents the content of a watcher's state file. It holds no log text.</summary>
internal sealed record WatchStateDocument
{
    private const string Format = "VcsaAuthGuard watch 2";

    /// <summary>The format before, which lacks checkpoints, gaps, and the logs that were skipped.</summary>
    private const string FirstFormat = "VcsaAuthGuard watch 1";

    [JsonPropertyName("format")]
    public required string FormatName { get; init; }

    public required DateTimeOffset Saved { get; init; }

    public required IReadOnlyList<LogItem> Logs { get; init; }

    public required IReadOnlyList<CounterItem> Counters { get; init; }

    public required IReadOnlyList<BurstItem> Bursts { get; init; }

    public IReadOnlyList<GapCountItem>? GapCounts { get; init; }

    public IReadOnlyList<WatchedGap>? AnnouncedGaps { get; init; }

    public IReadOnlyList<CountingStartItem>? CountingStarts { get; init; }

    public IReadOnlyList<ClientItem>? Clients { get; init; }

    /// <summary>Parses a state file.</summary>
    /// <exception cref="JsonException">It is not JSON, or lacks a property.</exception>
    /// <exception cref="FormatException">It is of an unknown version, or a value is not valid.</exception>
    public static WatchStateDocument Parse(byte[] json)
    {
        WatchStateDocument document = NotNull(JsonSerializer.Deserialize(json, WatchStateJsonContext.Default.WatchStateDocument));
        return document.FormatName is Format or FirstFormat ? document : throw new FormatException("The format is unknown.");
    }

    public static WatchStateDocument Create(WatchState state) => new()
    {
        FormatName = Format,
        Saved = state.Saved,
        Logs = [.. state.Logs.SelectMany(folder => folder.Value.Positions.Select(position => LogItem.Create(folder.Key, position)))],
        Counters = [.. state.Counters.Select(CounterItem.Create)],
        Bursts = [.. state.Bursts.Select(BurstItem.Create)],
        GapCounts = [.. state.GapCounts.Select(pair => new GapCountItem { Server = pair.Key, Count = pair.Value })],
        AnnouncedGaps = state.AnnouncedGaps,
        CountingStarts = [.. state.CountingStarts.Select(pair => new CountingStartItem { Server = pair.Key, Time = pair.Value })],
        Clients = [.. state.ClientCounters.Select(ClientItem.Create)],
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, WatchStateJsonContext.Default.WatchStateDocument);

    public WatchState ToState()
    {
        bool namesSkipped = FormatName == Format;
        return new(
            NotNull(Logs).GroupBy(log => FollowedPath.WithoutSlash(NotNull(NotNull(log).Folder)))
                .ToDictionary(folder => folder.Key, folder => new FollowedState([.. folder.Select(log => log.ToPosition())], namesSkipped)),
            [.. NotNull(Counters).Select(counter => NotNull(counter).ToCounter())],
            [.. NotNull(Bursts).Select(burst => NotNull(burst).ToPosition())],
            Saved)
        {
            GapCounts = (GapCounts ?? []).ToDictionary(gap => NotNull(NotNull(gap).Server), gap => NotNegative(gap.Count)),
            AnnouncedGaps = [.. (AnnouncedGaps ?? []).Select(Check)],
            CountingStarts = (CountingStarts ?? []).ToDictionary(item => NotNull(NotNull(item).Server), item => item.Time),
            ClientCounters = [.. (Clients ?? []).Select(item => NotNull(item).ToCounter())],
        };
    }

    private static T NotNull<T>(T? value)
        where T : class => value ?? throw new FormatException("A value is null.");

    private static WatchedGap Check(WatchedGap? gap) =>
        gap is { Source: not null, Server: not null } ? gap : throw new FormatException("A gap is not valid.");

    private static long NotNegative(long value) => value >= 0 ? value : throw new FormatException("A number is negative.");

    /// <summary>Represents the position in one log.</summary>
    internal sealed record LogItem
    {
        public required string Folder { get; init; }

        public required string Source { get; init; }

        public required int HeadLength { get; init; }

        public required string HeadStart { get; init; }

        public required string HeadSum { get; init; }

        public required long Offset { get; init; }

        public required long Line { get; init; }

        public required long Announced { get; init; }

        public required long Length { get; init; }

        /// <summary>Gets where reading of the log began; null in the first format, which does not say it.</summary>
        public long? ReadFrom { get; init; }

        public bool Skipped { get; init; }

        public bool Complete { get; init; }

        public DateTimeOffset? LastTime { get; init; }

        public IReadOnlyList<CheckpointItem>? Checkpoints { get; init; }

        public static LogItem Create(string folder, LogPosition position) => new()
        {
            Folder = folder,
            Source = position.Source,
            HeadLength = position.Head.Length,
            HeadStart = position.Head.Start,
            HeadSum = position.Head.Sum,
            Offset = position.Offset,
            Line = position.Line,
            Announced = position.AnnouncedOffset,
            Length = position.Length,
            ReadFrom = position.ReadFrom,
            Skipped = position.IsSkipped,
            Complete = position.IsComplete,
            LastTime = position.LastTime,
            Checkpoints = [.. position.Checkpoints.Select(CheckpointItem.Create)],
        };

        public LogPosition ToPosition()
        {
            if (HeadLength is < LogHead.MinLength or > LogHead.MaxLength || Line < -1)
            {
                throw new FormatException("A position is not valid.");
            }

            LogHead head = new(HeadLength, NotNull(HeadStart), NotNull(HeadSum));
            return new(NotNull(Source), head, NotNegative(Offset), Line, NotNegative(Announced), NotNegative(Length))
            {
                FirstOffset = Offset,
                FirstLine = Line,
                ReadFrom = NotNegative(ReadFrom ?? Offset),
                IsSkipped = Skipped,
                IsComplete = Complete,
                LastTime = LastTime,
                Checkpoints = [.. (Checkpoints ?? []).Select(point => NotNull(point).ToCheckpoint())],
            };
        }
    }

    /// <summary>Represents a checkpoint of a log.</summary>
    internal sealed record CheckpointItem
    {
        public required long Offset { get; init; }

        public required int Length { get; init; }

        public required string Sum { get; init; }

        public static CheckpointItem Create(LogCheckpoint point) =>
            new() { Offset = point.Offset, Length = point.Length, Sum = point.SumText };

        public LogCheckpoint ToCheckpoint()
        {
            bool isValid = Length is > 0 and <= LogCheckpoint.MaxLength && Offset >= Length;
            return LogCheckpoint.TryParseSum(NotNull(Sum), out ulong sum) && isValid
                ? new(Offset, Length, sum) : throw new FormatException("A checkpoint is not valid.");
        }
    }

    /// <summary>Represents the number of faults of one kind and method at one vCenter.</summary>
    internal sealed record CounterItem
    {
        public required string Server { get; init; }

        public required AuthFaultKind Kind { get; init; }

        /// <summary>Gets the method; null in the state of an earlier version, which does not have it.</summary>
        public string? Method { get; init; }

        public required long Count { get; init; }

        public DateTimeOffset? Last { get; init; }

        public static CounterItem Create(FaultCounter counter) =>
            new() { Server = counter.Server, Kind = counter.Kind, Method = counter.Method, Count = counter.Count, Last = counter.Last };

        public FaultCounter ToCounter() => MethodLabels.IsValid(Method ?? MethodLabels.None)
            ? new(NotNull(Server), Kind, Method ?? MethodLabels.None, NotNegative(Count), Last)
            : throw new FormatException("A method is not valid.");
    }

    /// <summary>Represents the number of gaps at one vCenter.</summary>
    internal sealed record GapCountItem
    {
        public required string Server { get; init; }

        public required long Count { get; init; }
    }

    /// <summary>Represents when counting began at one vCenter.</summary>
    internal sealed record CountingStartItem
    {
        public required string Server { get; init; }

        public required DateTimeOffset Time { get; init; }
    }

    /// <summary>Represents how often the clients of one class use the API of one vCenter.</summary>
    internal sealed record ClientItem
    {
        public required string Server { get; init; }

        public required ClientClass Client { get; init; }

        public required long Logins { get; init; }

        public required long Calls { get; init; }

        public required long RefusedLogins { get; init; }

        public static ClientItem Create(ClientCounter counter) => new()
        {
            Server = counter.Server,
            Client = counter.Client,
            Logins = counter.Logins,
            Calls = counter.Calls,
            RefusedLogins = counter.RefusedLogins,
        };

        public ClientCounter ToCounter() =>
            new(NotNull(Server), Client, NotNegative(Logins), NotNegative(Calls), NotNegative(RefusedLogins));
    }

    /// <summary>Represents the burst of one vCenter.</summary>
    internal sealed record BurstItem
    {
        public required string Server { get; init; }

        public required IReadOnlyList<DateTimeOffset> Newest { get; init; }

        public required TimeSpan Since { get; init; }

        public DateTimeOffset? Start { get; init; }

        public required DateTimeOffset End { get; init; }

        public required long Count { get; init; }

        public static BurstItem Create(WatchedServerPosition position) => new()
        {
            Server = position.Server,
            Newest = position.Bursts.Newest,
            Since = position.Since,
            Start = position.Bursts.Start,
            End = position.Bursts.End,
            Count = position.Bursts.Count,
        };

        public WatchedServerPosition ToPosition() => new(NotNull(Server), Since, new(NotNull(Newest), Start, End, NotNegative(Count)));
    }
}
