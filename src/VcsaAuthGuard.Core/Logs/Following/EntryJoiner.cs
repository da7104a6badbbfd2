using VcsaAuthGuard.Logs.Entries;
using VcsaAuthGuard.Logs.Matching;
using VcsaAuthGuard.Logs.Reading;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Makes entries of text that comes bit by bit, log after log: one is complete when the next begins, or when nothing has come for a
/// while. An entry that begins at the end of one log may go on in the next, as it does when a log is truncated in its place.
/// </summary>
internal sealed class EntryJoiner<T>(NeedleSet needles, EntryParser<T> parse, LogReadReport report)
    where T : class, ILogRecord
{
    private byte[] _text = new byte[1 << 16];
    private int _length;

    /// <summary>The log that the text is from, but for what was carried over.</summary>
    private LogTrack? _track;

    /// <summary>The log that the first bytes of the text are from, where that is another.</summary>
    private LogTrack? _carriedFrom;
    private int _carried;
    private TimeSpan _lastText;

    /// <summary>Whether the rest of an entry over the longest is passed over.</summary>
    private bool _skips;

    /// <summary>Takes text that follows what came before.</summary>
    public void Add(LogTrack track, ReadOnlySpan<byte> text, TimeSpan now, List<TailRecord<T>> records)
    {
        if (_track != track)
        {
            MoveTo(track, records);
        }

        track.CountLines();
        _lastText = now;
        Append(text);
        track.Offset += text.Length;
        track.Waiting += text.Length;
        if (_skips)
        {
            Skip();
        }

        int end = LogBlockReader.LastEntryStart(_text.AsSpan(0, _length), full: false);
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

    /// <summary>Passes over whole entries without any of interest, which are known by their number only.</summary>
    public void Pass(LogTrack track, long bytes, long lines, List<TailRecord<T>> records)
    {
        if (_track != track)
        {
            MoveTo(track, records);
        }

        Complete(records); // They do not go on with what came before.
        Pass(0, _length);
        Drop(_length);
        _skips = false;
        track.Offset += bytes;
        track.Line += lines;
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

    /// <summary>Ends the last entry.</summary>
    public void Complete(List<TailRecord<T>> records)
    {
        if (_length > 0 && !_skips)
        {
            Give(_length, isCut: false, records);
        }
    }

    private void MoveTo(LogTrack track, List<TailRecord<T>> records)
    {
        bool goesOn = track.Offset == 0 && _length > 0 && _carried == 0 && !_skips;
        if (!goesOn)
        {
            Complete(records);
            Pass(0, _length);
            _length = 0;
            _skips = false;
        }
        else
        {
            if (_text[_length - 1] != '\n' && !track.FollowsTruncation)
            {
                Append("\n"u8);
            }

            _carriedFrom = _track;
            _carried = _length;
        }

        _track = track;
    }

    /// <summary>Gives the entries of the text up to <paramref name="end"/>, and takes them off.</summary>
    private void Give(int end, bool isCut, List<TailRecord<T>> records)
    {
        int at = 0;
        if (_carried > 0)
        {
            at = isCut ? end : LogLine.EndOfEntry(_text.AsSpan(0, end), 0);
            Scan(_carriedFrom!, 0, at, isCut, records);
            _carriedFrom!.Line += Bytes.CountLineFeeds(_text.AsSpan(0, _carried));
            _carriedFrom.Waiting = 0;
            Pass(_carried, at);
            _carried = 0;
            _carriedFrom = null;
        }

        if (at < end)
        {
            Scan(_track!, at, end, isCut, records);
            Pass(at, end);
        }

        Drop(end);
    }

    private void Scan(LogTrack track, int start, int end, bool isCut, List<TailRecord<T>> records)
    {
        // What an earlier run was about to give ended between two entries.
        long announced = track.AnnouncedOffset - (track.Offset - track.Waiting);
        if (announced > 0 && announced < end - start && !isCut)
        {
            int middle = start + (int)announced;
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
            records.Add(new(record, mayBeRepeat));
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

    /// <summary>Passes over the lines that belong to an entry that was cut.</summary>
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
