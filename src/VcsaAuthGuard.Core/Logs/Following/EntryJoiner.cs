using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Assembles entries from text that comes bit by bit, log after log. An entry is complete when the next begins, or when nothing has come for
/// a while. An entry that begins at the end of one log may go on in the next, as it does when a log is truncated in its place.
/// </summary>
internal sealed class EntryJoiner<T>(NeedleSet needles, EntryParser<T> parse, LogReadReport report)
    where T : class, ILogRecord
{
    private byte[] _text = new byte[1 << 16];
    private int _length;

    /// <summary>The log that the text is from, except for what was carried over.</summary>
    private LogTrack? _track;

    /// <summary>The log that the first bytes of the text are from, where it is another.</summary>
    private LogTrack? _carriedFrom;
    private int _carried;
    private TimeSpan _lastText;

    /// <summary>Whether the rest of an over-long entry is being skipped.</summary>
    private bool _skips;

    /// <summary>Adds text that follows what came before.</summary>
    public void Add(LogTrack track, ReadOnlySpan<byte> text, TimeSpan now, List<TailRecord<T>> records)
    {
        if (_track != track)
        {
            MoveTo(track, text, records);
        }

        track.CountLines();
        _lastText = now;
        Append(text);
        track.Advance(text);
        if (_skips)
        {
            Skip();
        }

        int end = LogBlockReader.LastEntryStart(_text.AsSpan(0, _length), full: false);
        NoteTime(track, end);
        if (end > 0)
        {
            Give(end, isCut: false, records);
        }
        else if (_length > LogBlockReader.LongestEntry + (2 * LogLine.ContinuationReach) && !_skips)
        {
            Give(_length, isCut: true, records);
            _skips = true;
        }
    }

    /// <summary>Skips whole entries of which only the number of bytes and lines is known.</summary>
    public void Pass(LogTrack track, long bytes, long lines, List<TailRecord<T>> records)
    {
        if (_track != track)
        {
            MoveTo(track, [], records);
        }

        Finish(records); // They do not go on with what came before.
        track.Advance(bytes, lines);
        report.Counts.Bytes += bytes;
        report.Counts.Lines += lines;
    }

    /// <summary>Gives the last entry when nothing has followed it for a while.</summary>
    public void Settle(TimeSpan now, TimeSpan quiet, List<TailRecord<T>> records)
    {
        if (_length > 0 && _text[_length - 1] == '\n' && now - _lastText >= quiet)
        {
            Complete(records);
        }
    }

    /// <summary>Gives the last entry.</summary>
    public void Complete(List<TailRecord<T>> records)
    {
        if (_length > 0 && !_skips)
        {
            Give(_length, isCut: false, records);
        }
    }

    /// <summary>Gives the last entry, which does not go on in what follows.</summary>
    public void Finish(List<TailRecord<T>> records)
    {
        Complete(records);
        Pass(0, _length);
        Drop(_length);
        _skips = false;
    }

    /// <summary>Gives what there is of a log's last entry, because the log is not read on from there.</summary>
    public void Leave(LogTrack track, List<TailRecord<T>> records)
    {
        if (track == _track || track == _carriedFrom)
        {
            Finish(records);
            _track = null;
        }
    }

    private void MoveTo(LogTrack track, ReadOnlySpan<byte> text, List<TailRecord<T>> records)
    {
        bool goesOn = track.Offset == 0 && _length > 0 && _carried == 0 && !_skips && _track is not null;
        if (!goesOn)
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

            _carriedFrom = _track;
            _carried = _length;
        }

        _track = track;
    }

    /// <summary>Gives the entries of the text up to <paramref name="end"/>, and removes them.</summary>
    private void Give(int end, bool isCut, List<TailRecord<T>> records)
    {
        int at = 0;
        if (_carried > 0)
        {
            at = GiveCarried(end, isCut, records);
        }

        if (at < end)
        {
            Scan(_track!, at, end, isCut, records);
            if (!isCut)
            {
                AddCheckpoints(_track!, at, end);
            }

            Pass(at, end);
        }

        Drop(end);
    }

    /// <summary>Gives the entries that begin in the text of the log before.</summary>
    /// <returns>Where the last of them ends.</returns>
    private int GiveCarried(int end, bool isCut, List<TailRecord<T>> records)
    {
        LogTrack before = _carriedFrom!;
        int at = isCut ? end : 0;
        while (at < Math.Min(_carried, end))
        {
            at = LogLine.EndOfEntry(_text.AsSpan(0, end), at);
        }

        Scan(before, 0, at, isCut, records);
        int own = Math.Min(at, _carried);
        int read = (int)Math.Min(own, before.Waiting); // A line end may have been added.
        before.AddCheckpoint(before.Offset - before.Waiting + read, _text.AsSpan(0, read));
        before.Line += Bytes.CountLineFeeds(_text.AsSpan(0, own));
        before.Waiting = own == _carried ? 0 : before.Waiting - own;
        _carried -= own;
        if (_carried == 0)
        {
            _carriedFrom = null;
        }

        Pass(own, at);
        return at;
    }

    /// <summary>Adds checkpoints between entries of a log, one every few KiB and one at the end.</summary>
    private void AddCheckpoints(LogTrack track, int start, int end)
    {
        long first = track.Offset - track.Waiting - start;
        for (int at = start; at < end;)
        {
            int next = Math.Min(at + LogCheckpoints.MinDistance, end);
            next = next < end ? LogLine.EndOfEntry(_text.AsSpan(0, end), next) : end;
            track.AddCheckpoint(first + next, _text.AsSpan(start, next - start));
            at = next;
        }
    }

    /// <summary>Notes the time of the entry that begins at an index, once its first line is complete.</summary>
    private void NoteTime(LogTrack track, int start)
    {
        ReadOnlySpan<byte> text = _text.AsSpan(start, _length - start);
        int lineEnd = text.IndexOf((byte)'\n');
        if (lineEnd > 0 && EntryTime.FirstIn(text.Slice(0, lineEnd)) is DateTimeOffset time)
        {
            track.LastTime = time;
        }
    }

    private void Scan(LogTrack track, int start, int end, bool isCut, List<TailRecord<T>> records)
    {
        // What may have been given before ends with an entry, where the log still has the same text.
        long announced = track.AnnouncedOffset - (track.Offset - track.Waiting);
        int middle = start;
        while (!isCut && announced > middle - start && middle < end)
        {
            middle = LogLine.EndOfEntry(_text.AsSpan(0, end), middle);
        }

        if (middle > start && middle < end)
        {
            int lines = Bytes.CountLineFeeds(_text.AsSpan(start, middle - start));
            ScanPart(track, start, middle, isCut, 0, true, records);
            ScanPart(track, middle, end, isCut, lines, false, records);
            return;
        }

        ScanPart(track, start, end, isCut, 0, announced > 0, records);
    }

    private void ScanPart(LogTrack track, int start, int end, bool isCut, int linesAbove, bool mayBeRepeat, List<TailRecord<T>> records)
    {
        int length = isCut ? LogBlockReader.LongestEntry : end - start;
        int linesLeftOut = isCut ? Bytes.CountLineFeeds(_text.AsSpan(start + length, end - start - length)) : 0;
        using LogBlock block = new(_text.AsSpan(start, length).ToArray(), length, isCut, linesLeftOut, end - start - length) { IsPooled = false };
        BlockScan<T> scan = BlockScan<T>.Run(block, track.Source, needles, parse);
        report.Counts.Add(scan.Counts);

        foreach (T record in scan.Records)
        {
            record.MoveDown(track.Line + linesAbove);
            records.Add(new(record, null, mayBeRepeat));
        }
    }

    private void Pass(int start, int end)
    {
        if (_track is null)
        {
            return;
        }

        _track.Line += Bytes.CountLineFeeds(_text.AsSpan(start, end - start));
        _track.Waiting -= end - start;
    }

    private void Drop(int count)
    {
        _text.AsSpan(count, _length - count).CopyTo(_text);
        _length -= count;
    }

    /// <summary>Skips the lines that belong to an entry that was cut.</summary>
    private void Skip()
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
                _skips = false;
                break;
            }
        }

        // A line without an end so far is all of the entry that was cut.
        at = _skips && text.Slice(at).IndexOf((byte)'\n') < 0 ? _length : at;
        report.Counts.Bytes += at;
        report.Counts.Lines += Bytes.CountLineFeeds(text.Slice(0, at));
        Pass(0, at);
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
