using System.Globalization;
using System.Text;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.VSphere.Diagnostics;

namespace VcsaAuthGuard.LiveServers;

/// <summary>
/// Follows vpxd's logs by line numbers in one connection. Each request also asks for the last line that is known: when the log has another
/// line there, it was rotated, and the rest is read from its new name before the new log is read.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="request">What was read before.</param>
/// <param name="writer">Receives the lines that are found.</param>
/// <param name="history">Places up to which text was sent in this process, oldest first.</param>
/// <param name="delay">Waits until the next request when all was read.</param>
/// <param name="token">Ends the connection.</param>
internal sealed class LineFollower(
    PacedSession session,
    RemoteLogRequest request,
    RemoteLogWriter writer,
    List<LineCursor> history,
    Func<CancellationToken, Task> delay,
    CancellationToken token
)
{
    /// <summary>The number of rotated logs in which one that was read is looked for.</summary>
    private const int MaxSearched = 8;

    /// <summary>The number of lines that prove, by a checkpoint, that a log still has what an earlier run read of it.</summary>
    private const int ProofLines = 50;

    private const int MaxHistory = 64;

    /// <summary>The number of requests without a new line after which logs are listed, where no link leads to the newest one.</summary>
    private const int MaxIdle = 2;

    /// <summary>The first bytes of the logs that were found in this connection, by their numbers.</summary>
    private readonly Dictionary<int, byte[]> _heads = [];

    private int _count = request.Known.Count;
    private DiagnosticLog? _log;
    private bool _isLink;
    private byte[] _head = [];
    private LineCursor? _cursor;
    private int _idle;

    /// <summary>Follows the logs until the token ends it.</summary>
    public async Task RunAsync()
    {
        await FindPlaceAsync().ConfigureAwait(false);
        while (true)
        {
            int overlap = _cursor!.Overlap;
            int read = await ReadOnAsync(_log!).ConfigureAwait(false);
            _idle = read == 0 ? _idle + 1 : 0;
            if (read < 0 || (!_isLink && _idle >= MaxIdle))
            {
                _idle = 0;
                await MoveOnAsync().ConfigureAwait(false);
                continue;
            }

            bool hasMore = read > 0 && read + overlap >= DiagnosticCalls.MaxLines;
            writer.WriteLooked(hasMore);
            if (!hasMore)
            {
                await delay(token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Finds the place where reading begins, or goes on from an earlier connection or run.</summary>
    private async Task FindPlaceAsync()
    {
        int known = LastKnown();
        if (known >= 0)
        {
            RemoteLogPosition position = request.Known[known];
            LineCursor? sent = history.LastOrDefault(cursor => cursor.Number == known && cursor.Offset == position.Offset);
            _cursor = sent ?? new(known, position.Offset, position.Line + 1);
            await MoveOnAsync().ConfigureAwait(false);
            return;
        }

        await WaitForLogAsync().ConfigureAwait(false);
        long last = request.IsFirst && !request.FromStart ? (await ReadAsync(_log!, int.MaxValue, 1).ConfigureAwait(false)).End : 0;
        IReadOnlyList<string> lines = [];
        if (last > 0)
        {
            // Line numbers are those of the requests, because servers differ in the first number.
            long start = Math.Max(1, last - ProofLines + 1);
            lines = (await ReadAsync(_log!, start, ProofLines + 1).ConfigureAwait(false)).Lines;
            last = start + lines.Count - 1;
        }

        _cursor = new(_count++, last, last + 1);
        _cursor = lines.Count == 0 ? _cursor : _cursor.AnchorTo(lines);
        _heads[_cursor.Number] = _head;
        writer.WriteLog(_cursor.Number, NameOf(_log!), last, last, _head);
        Remember();
    }

    private int LastKnown()
    {
        for (int i = request.Known.Count - 1; i >= 0; i--)
        {
            if (!request.Known[i].IsDone)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Waits until there is a log with enough text to be recognised by.</summary>
    private async Task<IReadOnlyList<DiagnosticLog>> WaitForLogAsync()
    {
        while (true)
        {
            IReadOnlyList<DiagnosticLog> logs = await ListAsync().ConfigureAwait(false);
            if (logs.Count > 0 && await ReadHeadAsync(logs[0]).ConfigureAwait(false) is byte[] head)
            {
                (_log, _head) = (logs[0], head);
                _isLink = LogName.TryParse(logs[0].FileName, LogKinds.Vpxd, out LogName name) && name.IsActive;
                return logs;
            }

            writer.WriteLooked(hasMore: false);
            await delay(token).ConfigureAwait(false);
        }
    }

    /// <summary>Finds the log that was read under its new name, reads it to its end, and then the logs that followed it.</summary>
    private async Task MoveOnAsync()
    {
        LineCursor cursor = _cursor!;
        IReadOnlyList<DiagnosticLog> logs = await WaitForLogAsync().ConfigureAwait(false);
        (DiagnosticLog Log, byte[] Head)[] newer = [];
        bool isFound = false;
        foreach (DiagnosticLog log in logs.Take(MaxSearched + 1))
        {
            byte[]? head = log == _log ? _head : await ReadHeadAsync(log).ConfigureAwait(false);
            if (head is null || (log != _log && head.AsSpan().SequenceEqual(_head)))
            {
                continue; // The newest log under its number.
            }

            if (IsLogOf(cursor, head) && await IsPlaceAsync(log, cursor).ConfigureAwait(false))
            {
                writer.WriteLog(cursor.Number, NameOf(log), 0, 0, head);
                isFound = true;
                if (log == _log)
                {
                    return;
                }

                await ReadToEndAsync(log).ConfigureAwait(false);
                break;
            }

            newer = [(log, head), .. newer];
        }

        if (!isFound)
        {
            writer.WriteGone(cursor.Number);
            newer = [(_log!, _head)];
        }

        foreach ((DiagnosticLog log, byte[] head) in newer)
        {
            _cursor = new(_count++, 0, 1);
            writer.WriteLog(_cursor.Number, NameOf(log), 0, 0, head);
            _heads[_cursor.Number] = head;
            Remember();
            if (log != _log)
            {
                await ReadToEndAsync(log).ConfigureAwait(false);
            }
        }
    }

    private async Task ReadToEndAsync(DiagnosticLog log)
    {
        while (await ReadOnAsync(log).ConfigureAwait(false) > 0)
        {
        }

        writer.WriteDone(_cursor!.Number);
    }

    /// <summary>Reads the next lines of a log and sends them.</summary>
    /// <returns>The number of new lines; -1 if the log is another one.</returns>
    private async Task<int> ReadOnAsync(DiagnosticLog log)
    {
        LineCursor cursor = _cursor!;
        LogSegment segment = await ReadAsync(log, cursor.Start, DiagnosticCalls.MaxLines).ConfigureAwait(false);
        if (!cursor.IsAt(segment.Lines))
        {
            return -1;
        }

        // A line that was read while it was being written is sent again.
        bool isTorn = cursor.Overlap == 1 && segment.Lines[0] != cursor.Anchor;
        cursor = isTorn ? cursor with { Next = cursor.Next - 1 } : cursor;
        string[] lines = [.. segment.Lines.Skip(cursor.Overlap)];
        if (lines.Length > 0)
        {
            _cursor = cursor.Advance(lines, writer.WriteLines(cursor.Number, cursor.Offset, lines));
            Remember();
        }

        return lines.Length;
    }

    private bool IsLogOf(LineCursor cursor, byte[] head)
    {
        if (_heads.TryGetValue(cursor.Number, out byte[]? known))
        {
            int length = Math.Min(known.Length, head.Length);
            return head.AsSpan(0, length).SequenceEqual(known.AsSpan(0, length));
        }

        if (cursor.Number >= request.Known.Count)
        {
            return false;
        }

        RemoteLogPosition position = request.Known[cursor.Number];
        return new LogHead(position.HeadLength, position.StartSum.ToUpperInvariant(), position.HeadSum.ToUpperInvariant()).Matches(head);
    }

    /// <summary>Determines by the last line or a checkpoint whether a log still contains the lines read up to the cursor.</summary>
    private async Task<bool> IsPlaceAsync(DiagnosticLog log, LineCursor cursor)
    {
        if (cursor.Next <= 1)
        {
            return true;
        }

        if (cursor.Anchor is not null)
        {
            return cursor.IsAt((await ReadAsync(log, cursor.Start, cursor.Overlap).ConfigureAwait(false)).Lines);
        }

        long start = Math.Max(1, cursor.Next - ProofLines);
        int count = (int)(cursor.Next - start);
        IReadOnlyList<string> lines = (await ReadAsync(log, start, count).ConfigureAwait(false)).Lines;
        if (lines.Count < count || !IsProven(cursor, lines))
        {
            return false;
        }

        _cursor = cursor.AnchorTo(lines);
        return true;
    }

    /// <summary>Determines by a checkpoint whether the lines before the cursor are those that an earlier run read.</summary>
    private bool IsProven(LineCursor cursor, IReadOnlyList<string> lines)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Join("\n", lines) + "\n");
        string[] point = request.Known[cursor.Number].Points.Split(',')[0].Split(':');
        return point.Length != 3
            || !long.TryParse(point[0], NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            || offset != cursor.Offset
            || !int.TryParse(point[1], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            || length > text.Length
            || LogCheckpoint.Create(offset, text.AsSpan(text.Length - length)).SumText == point[2];
    }

    private void Remember()
    {
        history.Add(_cursor!);
        if (history.Count > MaxHistory)
        {
            history.RemoveAt(0);
        }
    }

    /// <summary>Lists vpxd's logs, newest first.</summary>
    private async Task<IReadOnlyList<DiagnosticLog>> ListAsync()
    {
        IReadOnlyList<DiagnosticLog> listed = await session.CallAsync(DiagnosticCalls.ListLogsAsync, token).ConfigureAwait(false);
        return
        [
            .. listed
                .Select(log => (Log: log, IsVpxd: LogName.TryParse(log.FileName, LogKinds.Vpxd, out LogName name), Name: name))
                .Where(log => log.IsVpxd)
                .OrderByDescending(log => log.Name)
                .Select(log => log.Log),
        ];
    }

    /// <summary>Reads the first bytes of a log; null if it has too few to be recognised by.</summary>
    private async Task<byte[]?> ReadHeadAsync(DiagnosticLog log)
    {
        const int HeadLines = 10;
        IReadOnlyList<string> lines = (await ReadAsync(log, 1, HeadLines).ConfigureAwait(false)).Lines;
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        return text.Length < LogHead.MinLength ? null : text.AsSpan(0, Math.Min(text.Length, LogHead.MaxLength)).ToArray();
    }

    private Task<LogSegment> ReadAsync(DiagnosticLog log, long start, int count) =>
        session.CallAsync((client, stop) => DiagnosticCalls.ReadLinesAsync(client, log.Key, start, count, stop), token);

    private static string NameOf(DiagnosticLog log)
    {
        string name = log.FileName.Substring(log.FileName.LastIndexOf('/') + 1);
        return name.Replace(' ', '_');
    }
}
