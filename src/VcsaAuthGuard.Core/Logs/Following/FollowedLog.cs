namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Represents one log that is followed, under whatever name its file has. The file is kept open, so that it can be read to its end after it
/// was renamed or deleted.
/// </summary>
internal sealed class FollowedLog : IDisposable
{
    private readonly byte[] _recent = new byte[LogCheckpoint.MaxLength];
    private readonly LogCheckpoints _checkpoints = new();
    private int _recentLength;
    private LogText? _text;

    /// <summary>Creates a log that was not known before.</summary>
    /// <param name="source">The log's name.</param>
    /// <param name="head">Its first bytes.</param>
    public FollowedLog(string source, byte[] head)
    {
        Source = source;
        Head = LogHead.Create(head);
        FirstTime = EntryTime.FirstIn(head);
    }

    /// <summary>Creates a log that an earlier run has read, to go on where that run was.</summary>
    public FollowedLog(LogPosition position)
    {
        Source = position.Source;
        Head = position.Head;
        Offset = FirstOffset = position.Offset;
        Line = FirstLine = position.Line;
        ReadFrom = position.ReadFrom;
        AnnouncedOffset = position.AnnouncedOffset;
        Length = position.Length;
        IsSkipped = position.IsSkipped;
        IsComplete = position.IsComplete;
        LastTime = position.LastTime;
        _checkpoints.AddRange(position.Checkpoints);
    }

    /// <summary>Gets or sets the log's last known name.</summary>
    public string Source { get; set; }

    /// <summary>Gets the checksums that the log is known by.</summary>
    public LogHead Head { get; private set; }

    /// <summary>Gets or sets the offset at which reading goes on.</summary>
    public long Offset { get; set; }

    /// <summary>Gets or sets the number of bytes before <see cref="Offset"/> that wait for the end of their entry.</summary>
    public long Waiting { get; set; }

    /// <summary>Gets or sets the number of line feeds before the first byte that waits; -1 while they have not been counted.</summary>
    public long Line { get; set; }

    /// <summary>Gets the offset at which this run began to read the log.</summary>
    public long FirstOffset { get; private set; }

    /// <summary>Gets the number of line feeds before <see cref="FirstOffset"/>; -1 while they have not been counted.</summary>
    public long FirstLine { get; private set; }

    /// <summary>Gets the offset at which reading of the log began, in this run or an earlier one.</summary>
    public long ReadFrom { get; private set; }

    /// <summary>Gets or sets the largest length that the log was seen to have.</summary>
    public long Length { get; set; }

    /// <summary>Gets the offset up to which entries may have been given before.</summary>
    public long AnnouncedOffset { get; private set; }

    /// <summary>Gets or sets whether the log was there before the watch began, and is not read.</summary>
    public bool IsSkipped { get; set; }

    /// <summary>Gets whether the file that held the log was truncated, or filled with another.</summary>
    public bool IsOverwritten { get; private set; }

    /// <summary>Gets whether the log's compressed file was read to its end, after which nothing can come.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Gets the time of the first entry, where the first bytes have one.</summary>
    public DateTimeOffset? FirstTime { get; private set; }

    /// <summary>Gets or sets the time of the last entry that was read.</summary>
    public DateTimeOffset? LastTime { get; set; }

    /// <summary>Gets or sets when the log last grew or was first seen.</summary>
    public TimeSpan LastGrowth { get; set; }

    /// <summary>Gets or sets when a file that could not be read is tried again.</summary>
    public TimeSpan RetryTime { get; set; } = TimeSpan.MinValue;

    /// <summary>Gets or sets how often reading has failed since text was last read.</summary>
    public int Failures { get; set; }

    /// <summary>Gets whether a file of the log is open.</summary>
    public bool IsOpen => _text is not null;

    /// <summary>Gets the number of times the log was read from its start again because it no longer held what had been read.</summary>
    public int Restarts { get; private set; }

    /// <summary>Gets how far the log has been read, for a later run.</summary>
    public LogPosition Position => new(Source, Head, Offset - Waiting, Line, Math.Max(AnnouncedOffset, Offset - Waiting), Length)
    {
        FirstOffset = FirstOffset,
        FirstLine = FirstLine,
        ReadFrom = ReadFrom,
        Restarts = Restarts,
        IsSkipped = IsSkipped,
        IsComplete = IsComplete,
        LastTime = LastTime,
        Checkpoints = _checkpoints.ToSaved(),
    };

    /// <summary>Returns whether the open file still holds all that was read of the log.</summary>
    public bool HoldsLog() => _text is not null && (_text is not PlainLogText plain || IsIn(plain));

    /// <summary>Returns whether a file holds all that was read of the log.</summary>
    public bool IsIn(PlainLogText text)
    {
        if (text.Length < Offset || !Head.Matches(text.ReadHead()))
        {
            return false;
        }

        if (_recentLength > 0)
        {
            return text.ReadAt(Offset - _recentLength, _recentLength).AsSpan().SequenceEqual(_recent.AsSpan(0, _recentLength));
        }

        return _checkpoints.Last is not LogCheckpoint last || last.Offset != Offset || text.Matches(last);
    }

    /// <summary>Closes the open file when it no longer holds the log.</summary>
    public void CloseOverwritten()
    {
        if (IsOpen && !HoldsLog())
        {
            Close();
            IsOverwritten = true;
        }
    }

    /// <summary>Reads on in a file that holds the log, unless the one that is open serves as well.</summary>
    /// <returns>Whether the file was taken. If not, the caller closes it.</returns>
    public bool Attach(PlainLogText text)
    {
        if (HoldsLog() && _text is PlainLogText current && (current.Length > Offset || text.Length <= Offset))
        {
            return false;
        }

        Close();
        _text = text;
        UpdateHead(text.ReadHead());
        return true;
    }

    /// <summary>Reads on in a compressed file that holds the log.</summary>
    public void Attach(CompressedLogText text)
    {
        Close();
        _text = text;
    }

    /// <summary>Records that the log's compressed file has no more than was read.</summary>
    public void Complete() => IsComplete = true;

    /// <summary>Takes the name and first bytes of a log that is no file on this machine.</summary>
    public void Rename(string source, byte[] head)
    {
        Source = source;
        UpdateHead(head);
    }

    /// <summary>Closes the open file.</summary>
    public void Close()
    {
        _text?.Dispose();
        _text = null;
    }

    /// <summary>Reads on.</summary>
    /// <returns>The number of bytes read; 0 at the end, and when the file no longer holds the log.</returns>
    public int Read(byte[] buffer)
    {
        if (_text is null)
        {
            return 0;
        }

        int read = _text.ReadAt(Offset, buffer, buffer.Length);
        if (_text is not PlainLogText plain)
        {
            IsComplete |= read == 0;
            return read;
        }

        if (read == 0 && plain.Length >= Offset)
        {
            return 0;
        }

        // Checked after reading: what was read before a truncation is dropped here and found again in the copy, if one was made.
        if (!IsIn(plain) || plain.Length < Offset + read)
        {
            Close();
            IsOverwritten = true;
            return 0;
        }

        if (Head.Length < LogHead.MaxLength && plain.Length > Head.Length)
        {
            UpdateHead(plain.ReadHead());
        }

        return read;
    }

    /// <summary>Moves the position behind text that was read.</summary>
    public void Advance(ReadOnlySpan<byte> text)
    {
        Failures = 0;
        Offset += text.Length;
        Waiting += text.Length;
        if (text.Length >= _recent.Length)
        {
            text.Slice(text.Length - _recent.Length).CopyTo(_recent);
            _recentLength = _recent.Length;
            return;
        }

        int kept = Math.Min(_recentLength, _recent.Length - text.Length);
        _recent.AsSpan(_recentLength - kept, kept).CopyTo(_recent);
        text.CopyTo(_recent.AsSpan(kept));
        _recentLength = kept + text.Length;
    }

    /// <summary>Moves the position behind text that is not known.</summary>
    public void Advance(long bytes, long lines)
    {
        Offset += bytes;
        Line += lines;
        _recentLength = 0;
    }

    /// <summary>Adds a checkpoint between two entries.</summary>
    /// <param name="offset">The offset of the checkpoint.</param>
    /// <param name="before">Text of the log that ends there.</param>
    public void AddCheckpoint(long offset, ReadOnlySpan<byte> before)
    {
        if (!before.IsEmpty)
        {
            _checkpoints.Add(LogCheckpoint.Create(offset, before));
        }
    }

    /// <summary>Counts the lines before the first byte that waits, where that was put off.</summary>
    public void CountLines()
    {
        if (Line >= 0 || _text is null)
        {
            return;
        }

        byte[] buffer = new byte[1 << 17];
        long at = 0;
        Line = 0;
        for (long end = Offset - Waiting; at < end;)
        {
            int read = _text.ReadAt(at, buffer, (int)Math.Min(buffer.Length, end - at));
            if (read == 0)
            {
                break;
            }

            Line += Bytes.CountLineFeeds(buffer.AsSpan(0, read));
            at += read;
        }
    }

    /// <summary>Skips all whole lines that the open file holds.</summary>
    public void MoveToEnd()
    {
        PlainLogText text = (PlainLogText)_text!;
        long end = EndOfLastLine(text);
        StartAt(end, -1, isFirst: true);
        AddCheckpoint(end, text.ReadAt(Math.Max(0, end - LogCheckpoint.MaxLength), (int)Math.Min(end, LogCheckpoint.MaxLength)));
    }

    /// <summary>Begins to read at an offset.</summary>
    /// <param name="offset">The offset.</param>
    /// <param name="line">The number of line feeds before it; -1 if they have not been counted.</param>
    /// <param name="isFirst">Whether no text before it was ever read.</param>
    public void StartAt(long offset, long line, bool isFirst = false)
    {
        ReadFrom = isFirst ? offset : ReadFrom;
        (Offset, Line) = (offset, line);
        (FirstOffset, FirstLine) = (offset, line);
        Waiting = 0;
        _recentLength = 0;
    }

    /// <summary>
    /// Goes on in a file that was this log and no longer holds what was read of it: behind the last text that is still the same, as far as
    /// checkpoints tell. Entries that may have been given before are marked.
    /// </summary>
    public void Restart(PlainLogText text, byte[] head)
    {
        Close();
        _text = text;
        Head = LogHead.Create(head);
        Length = text.Length;
        IsOverwritten = false;
        LogCheckpoint? same = _checkpoints.CutBack(text.Matches, out long? firstLost);
        long lost = firstLost ?? Offset;
        if (same is null && ReadFrom > 0)
        {
            MoveToEnd(); // All that is left was there before the watch began.
        }
        else
        {
            StartAt(same?.Offset ?? 0, -1);
        }

        AnnouncedOffset = Math.Min(lost, text.Length);
        Restarts++;
    }

    /// <summary>Goes on at an offset of a log that is no file on this machine and no longer holds what was read of it.</summary>
    /// <param name="offset">The offset up to which it is the same.</param>
    /// <param name="line">The number of line feeds before it.</param>
    /// <param name="length">The log's length now.</param>
    public void Restart(long offset, long line, long length)
    {
        _checkpoints.CutBack(point => point.Offset <= offset, out long? firstLost);
        long lost = firstLost ?? Offset;
        IsOverwritten = false;
        Length = length;
        StartAt(offset, line);
        AnnouncedOffset = Math.Min(lost, length);
        Restarts++;
    }

    /// <summary>Records that the log no longer holds what was read of it.</summary>
    public void MarkOverwritten() => IsOverwritten = true;

    /// <summary>Returns checkpoints up to the position, the newest first, by which another machine finds the place to go on.</summary>
    public IEnumerable<LogCheckpoint> CheckpointsFromNewest()
    {
        LogCheckpoint? end = _recentLength > 0 ? LogCheckpoint.Create(Offset, _recent.AsSpan(0, _recentLength)) : null;
        IEnumerable<LogCheckpoint> saved = _checkpoints.ToSaved().Reverse()
            .Where(point => point.Offset <= Offset && point.Offset != end?.Offset);
        IEnumerable<LogCheckpoint> start = ReadFrom == 0 ? [LogCheckpoint.Create(0, [])] : [];
        return [.. end is LogCheckpoint last ? [last] : Array.Empty<LogCheckpoint>(), .. saved, .. start];
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private static long EndOfLastLine(PlainLogText text)
    {
        byte[] buffer = new byte[4096];
        for (long end = text.Length; end > 0;)
        {
            int length = (int)Math.Min(buffer.Length, end);
            length = text.ReadAt(end - length, buffer, length);
            int last = buffer.AsSpan(0, length).LastIndexOf((byte)'\n');
            if (last >= 0)
            {
                return end - length + last + 1;
            }

            end -= Math.Max(length, 1);
        }

        return 0;
    }

    private void UpdateHead(byte[] head)
    {
        if (head.Length > Head.Length)
        {
            Head = LogHead.Create(head);
            FirstTime ??= EntryTime.FirstIn(head);
        }
    }
}
