using System.IO.Compression;
using System.Text;
using VcsaAuthGuard.Logs.Entries;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>An event as a collector sent it.</summary>
/// <param name="Nanoseconds">Since 1970.</param>
/// <param name="Host">The vCenter.</param>
/// <param name="File">The log's path there.</param>
/// <param name="Offset">Where it begins in the log.</param>
/// <param name="Text">An entry, or a line of one.</param>
internal sealed record StandInEvent(long Nanoseconds, string Host, string File, long Offset, string Text);

/// <summary>Represents logs as collectors store them: events in order of time, and in order of arrival where times are equal.</summary>
internal sealed class CollectedLogs(IReadOnlyList<StandInEvent> events)
{
    public IReadOnlyList<StandInEvent> Events => events;

    public CollectedLogs And(CollectedLogs other) => Sorted(events.Concat(other.Events));

    /// <summary>Events of one time in another order, as a platform that keeps none would have them.</summary>
    public CollectedLogs Shuffled(int seed)
    {
        Random random = new(seed);
        return new([
            .. events.GroupBy(item => item.Nanoseconds).OrderBy(group => group.Key).SelectMany(group => Shuffle([.. group], random)),
        ]);
    }

    /// <summary>Collects logs of one vCenter.</summary>
    /// <param name="files">The logs.</param>
    /// <param name="host">The vCenter.</param>
    /// <param name="isSplit">Whether the collector takes entries apart at their lines.</param>
    public static CollectedLogs OfFiles(IEnumerable<string> files, string host, bool isSplit) =>
        Sorted(
            files
                .OrderBy(file => file, StringComparer.Ordinal)
                .SelectMany(file =>
                    OfText(
                        Read(file),
                        host,
                        "/var/log/vmware/vpxd/" + Path.GetFileName(file).Replace(".gz", "", StringComparison.Ordinal),
                        isSplit
                    )
                )
        );

    public static CollectedLogs OfLog(string text, string host, string file, bool isSplit) => Sorted(OfText(text, host, file, isSplit));

    private static CollectedLogs Sorted(IEnumerable<StandInEvent> events) => new([.. events.OrderBy(item => item.Nanoseconds)]);

    private static StandInEvent[] Shuffle(StandInEvent[] events, Random random)
    {
        random.Shuffle(events);
        return events;
    }

    private static string Read(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using Stream text = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using StreamReader reader = new(text);
        return reader.ReadToEnd();
    }

    /// <summary>A collector stamps an event with the time its line has, and a line without one with that of the line before.</summary>
    private static IEnumerable<StandInEvent> OfText(string text, string host, string file, bool isSplit)
    {
        long time = 0, offset = 0, start = 0;
        StringBuilder entry = new();
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            bool isContinuation = line.StartsWith("-->", StringComparison.Ordinal);
            if (entry.Length > 0 && (isSplit || !isContinuation))
            {
                yield return new(time, host, file, start, entry.ToString());
                entry.Clear();
            }

            if (entry.Length == 0)
            {
                start = offset;
                time = isContinuation ? time : TimeOf(line) ?? time;
            }

            entry.Append(entry.Length > 0 ? "\n" : "").Append(line.TrimEnd('\r'));
            offset += Encoding.UTF8.GetByteCount(line) + 1;
        }

        yield return new(time, host, file, start, entry.ToString());
    }

    private static long? TimeOf(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        DateTimeOffset? time = EntryHeader.Read(bytes).Time;
        int at = line.IndexOf("] [20", StringComparison.Ordinal);
        if (
            time is null
            && at > 0
            && LogTimestamp.TryRead(bytes.AsSpan(Encoding.UTF8.GetByteCount(line[..(at + 3)])), out DateTimeOffset read, out _, out _)
        )
        {
            time = read;
        }

        // Milliseconds are what two of the three platforms keep.
        return time is null ? null : time.Value.ToUnixTimeMilliseconds() * 1_000_000;
    }
}
