using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Assembles entries from text that comes bit by bit, log after log. An entry is complete when the next begins, or when nothing has come
/// for a while. An entry that begins at the end of one log may go on in the next, as it does when a log is truncated in its place.
/// </summary>
internal sealed class TailEntryAssembler<T>(NeedleSet needles, EntryParser<T> parse, LogReadReport report)
    where T : class, ILogRecord
{
    private byte[] _text = new byte[1 << 16];
    private int _length;

    /// <summary>The log that the text is from, except for what was carried over.</summary>
    private FollowedLog? _log;

    /// <summary>The log that the first bytes of the text are from, where it is another.</summary>
    private FollowedLog? _carriedLog;
    private int _carriedLength;
    private TimeSpan _lastText;

    /// <summary>Indicates whether the rest of an over-long entry is being skipped.</summary>
    private bool _isSkipping;

    /// <summary>Adds text that follows what came before.</summary>
    public void Add(FollowedLog log, ReadOnlySpan<byte> text, TimeSpan now, List<TailRecord<T>> records)
    {
        if (_log != log)
        {
            MoveTo(log, text, records);
        }

        log.CountLines();
        _lastText = now;
        Append(text);
        log.Advance(text);
        if (_isSkipping)
        {
            SkipRestOfEntry();
        }

        int end = LogBlockReader.LastEntryStart(_text.AsSpan(0, _length), full: false);
        RecordTime(log, end);
        if (end > 0)
        {
            Emit(end, isCut: false, records);
        }
        else if (_length > LogBlockReader.MaxEntryLength + (2 * LogLine.ContinuationReach) && !_isSkipping)
        {
            Emit(_length, isCut: true, records);
            _isSkipping = true;
        }
    }

    /// <summary>Skips whole entries of which only the number of bytes and lines is known.</summary>
    public void Skip(FollowedLog log, long bytes, long lines, List<TailRecord<T>> records)
    {
        if (_log != log)
        {
            MoveTo(log, [], records);
        }

        Finish(records); // They do not go on with what came before.
        log.Advance(bytes, lines);
        report.Counts.Bytes += bytes;
        report.Counts.Lines += lines;
    }

    /// <summary>Emits the last entry when nothing has followed it for a while.</summary>
    public void CompleteIdle(TimeSpan now, TimeSpan quiet, List<TailRecord<T>> records)
    {
        if (_length > 0 && _text[_length - 1] == '\n' && now - _lastText >= quiet)
        {
            Complete(records);
        }
    }

    /// <summary>Emits the last entry.</summary>
    public void Complete(List<TailRecord<T>> records)
    {
        if (_length > 0 && !_isSkipping)
        {
            Emit(_length, isCut: false, records);
        }
    }

    /// <summary>Emits the last entry, which does not go on in what follows.</summary>
    public void Finish(List<TailRecord<T>> records)
    {
        Complete(records);
        MovePast(0, _length);
        Drop(_length);
        _isSkipping = false;
    }

    /// <summary>Emits what there is of a log's last entry, because the log is not read on from there.</summary>
    public void Abandon(FollowedLog log, List<TailRecord<T>> records)
    {
        if (log == _log || log == _carriedLog)
        {
            Finish(records);
            _log = null;
        }
    }

    private void MoveTo(FollowedLog log, ReadOnlySpan<byte> text, List<TailRecord<T>> records)
    {
        bool isContinued = log.Offset == 0 && _length > 0 && _carriedLength == 0 && !_isSkipping && _log is not null;
        if (!isContinued)
        {
            Finish(records);
        }
        else
        {
            // A log that was copied and truncated in its place may go on in the middle of a line; one that begins with a time does not.
            if (_text[_length - 1] != '\n' && LogTimestamp.TryRead(text, out _, out _, out _))
            {
                Append("\n"u8);
            }

            _carriedLog = _log;
            _carriedLength = _length;
        }

        _log = log;
    }

    /// <summary>Emits the entries of the text up to <paramref name="end"/>, and removes them.</summary>
    private void Emit(int end, bool isCut, List<TailRecord<T>> records)
    {
        int at = 0;
        if (_carriedLength > 0)
        {
            at = EmitCarried(end, isCut, records);
        }

        if (at < end)
        {
            Scan(_log!, at, end, isCut, records);
            if (!isCut)
            {
                AddCheckpoints(_log!, at, end);
            }

            MovePast(at, end);
        }

        Drop(end);
    }

    /// <summary>Emits the entries that begin in the text of the log before.</summary>
    /// <returns>Where the last of them ends.</returns>
    private int EmitCarried(int end, bool isCut, List<TailRecord<T>> records)
    {
        FollowedLog before = _carriedLog!;
        int at = isCut ? end : 0;
        while (at < Math.Min(_carriedLength, end))
        {
            at = LogLine.EndOfEntry(_text.AsSpan(0, end), at);
        }

        Scan(before, 0, at, isCut, records);
        int own = Math.Min(at, _carriedLength);
        int read = (int)Math.Min(own, before.Waiting); // A line end may have been added.
        before.AddCheckpoint(before.Offset - before.Waiting + read, _text.AsSpan(0, read));
        before.Line += Bytes.CountLineFeeds(_text.AsSpan(0, own));
        before.Waiting = own == _carriedLength ? 0 : before.Waiting - own;
        _carriedLength -= own;
        if (_carriedLength == 0)
        {
            _carriedLog = null;
        }

        MovePast(own, at);
        return at;
    }

    /// <summary>Adds checkpoints between entries of a log, one every few KiB and one at the end.</summary>
    private void AddCheckpoints(FollowedLog log, int start, int end)
    {
        long first = log.Offset - log.Waiting - start;
        for (int at = start; at < end;)
        {
            int next = Math.Min(at + LogCheckpoints.MinDistance, end);
            next = next < end ? LogLine.EndOfEntry(_text.AsSpan(0, end), next) : end;
            log.AddCheckpoint(first + next, _text.AsSpan(start, next - start));
            at = next;
        }
    }

    /// <summary>Records the time of the entry that begins at an index, once its first line is complete.</summary>
    private void RecordTime(FollowedLog log, int start)
    {
        ReadOnlySpan<byte> text = _text.AsSpan(start, _length - start);
        int lineEnd = text.IndexOf((byte)'\n');
        if (lineEnd > 0 && EntryTime.FirstIn(text.Slice(0, lineEnd)) is DateTimeOffset time)
        {
            log.LastTime = time;
            report.Counts.Cover(time);
        }
    }

    private void Scan(FollowedLog log, int start, int end, bool isCut, List<TailRecord<T>> records)
    {
        // What may have been emitted before ends with an entry, where the log still has the same text.
        long announced = log.AnnouncedOffset - (log.Offset - log.Waiting);
        int middle = start;
        while (!isCut && announced > middle - start && middle < end)
        {
            middle = LogLine.EndOfEntry(_text.AsSpan(0, end), middle);
        }

        if (middle > start && middle < end)
        {
            int lines = Bytes.CountLineFeeds(_text.AsSpan(start, middle - start));
            ScanPart(log, start, middle, isCut, 0, true, records);
            ScanPart(log, middle, end, isCut, lines, false, records);
            return;
        }

        ScanPart(log, start, end, isCut, 0, announced > 0, records);
    }

    private void ScanPart(FollowedLog log, int start, int end, bool isCut, int linesAbove, bool mayBeRepeat, List<TailRecord<T>> records)
    {
        int length = isCut ? LogBlockReader.MaxEntryLength : end - start;
        int linesLeftOut = isCut ? Bytes.CountLineFeeds(_text.AsSpan(start + length, end - start - length)) : 0;
        byte[] text = _text.AsSpan(start, length).ToArray();
        using LogBlock block = new(text, length, isCut, linesLeftOut, end - start - length) { IsPooled = false };
        BlockScan<T> scan = BlockScan<T>.Run(block, log.Source, needles, parse);
        report.Counts.Add(scan.Counts);

        foreach (T record in scan.Records)
        {
            record.MoveDown(log.Line + linesAbove);
            records.Add(new(record, null, mayBeRepeat));
        }
    }

    private void MovePast(int start, int end)
    {
        if (_log is null)
        {
            return;
        }

        _log.Line += Bytes.CountLineFeeds(_text.AsSpan(start, end - start));
        _log.Waiting -= end - start;
    }

    private void Drop(int count)
    {
        _text.AsSpan(count, _length - count).CopyTo(_text);
        _length -= count;
    }

    /// <summary>Skips the lines that belong to an entry that was cut.</summary>
    private void SkipRestOfEntry()
    {
        ReadOnlySpan<byte> text = _text.AsSpan(0, _length);
        int at = 0;
        while (true)
        {
            int end = text.Slice(at).IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            at += end + 1;
            ReadOnlySpan<byte> next = text.Slice(at);
            if (next.Length < LogLine.ContinuationReach && next.IndexOf((byte)'\n') < 0)
            {
                // Not enough of the next line to judge it by; the line end before it stays, to find it again.
                at--;
                break;
            }

            if (!LogLine.IsContinuation(next))
            {
                _isSkipping = false;
                break;
            }
        }

        // A line without an end so far is all of the entry that was cut.
        at = _isSkipping && text.Slice(at).IndexOf((byte)'\n') < 0 ? _length : at;
        report.Counts.Bytes += at;
        report.Counts.Lines += Bytes.CountLineFeeds(text.Slice(0, at));
        MovePast(0, at);
        Drop(at);
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (_text.Length - _length < text.Length)
        {
            Array.Resize(ref _text, Math.Max(2 * _text.Length, _length + text.Length));
        }

        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }
}
