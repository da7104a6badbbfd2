namespace VcsaAuthGuard.Logs.Following;

/// <summary>One log that is followed. Its file is kept open, so that it can be read to its end once it has another name, or none.</summary>
internal sealed class LogTrack(string source, LogHead head) : IDisposable
{
    private FileStream? _file;

    /// <summary>Its last known name.</summary>
    public string Source { get; set; } = source;

    public LogHead Head { get; private set; } = head;

    /// <summary>Where reading goes on.</summary>
    public long Offset { get; set; }

    /// <summary>How many of the bytes before <see cref="Offset"/> wait for the end of their entry.</summary>
    public long Waiting { get; set; }

    /// <summary>Line feeds before the first byte that waits; -1 while nobody has counted them.</summary>
    public long Line { get; set; }

    /// <summary>Where this run began to read it.</summary>
    public long FirstOffset { get; private set; }

    /// <summary>Line feeds before that; -1 while nobody has counted them.</summary>
    public long FirstLine { get; private set; }

    /// <summary>The most it was ever seen to hold.</summary>
    public long Length { get; set; }

    /// <summary>Up to here, an earlier run was about to give entries when it ended.</summary>
    public long AnnouncedOffset { get; set; }

    /// <summary>Whether it is what a log that was truncated in its place went on with, perhaps in the middle of a line.</summary>
    public bool FollowsTruncation { get; set; }

    /// <summary>When it last grew or was first seen.</summary>
    public TimeSpan LastGrowth { get; set; }

    public bool IsOpen => _file is not null;

    public LogPosition Position => new(Source, Head, Offset - Waiting, Line, Math.Max(AnnouncedOffset, Offset - Waiting), Length, FirstOffset, FirstLine);

    /// <summary>A log that an earlier run has read, to go on with where that was.</summary>
    public static LogTrack Of(LogPosition position) => new(position.Source, position.Head)
    {
        Offset = position.Offset,
        Line = position.Line,
        AnnouncedOffset = position.AnnouncedOffset,
        Length = position.Length,
    };

    /// <summary>Opens a log so that others may write, rename and delete it.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);

    public static byte[] ReadHead(FileStream file)
    {
        byte[] head = new byte[LogHead.Most];
        int length = ReadAt(file, 0, head, head.Length);
        Array.Resize(ref head, length);
        return head;
    }

    /// <summary>Whether the open file still is this log, and has all that was read of it.</summary>
    public bool HoldsLog() => _file is not null && _file.Length >= Offset && Head.Matches(ReadHead(_file));

    /// <summary>Takes a file that holds this log, unless the one at hand serves as well.</summary>
    /// <returns>Whether it was taken; if not it is the caller's to close.</returns>
    public bool Attach(FileStream file, byte[] head)
    {
        if (HoldsLog() && (_file!.Length > Offset || file.Length <= Offset))
        {
            return false;
        }

        Close();
        _file = file;
        if (head.Length > Head.Length)
        {
            Head = LogHead.Of(head);
        }

        return true;
    }

    /// <summary>Takes what is known of it by now, of a log that is no file here.</summary>
    public void Name(string source, byte[] head)
    {
        Source = source;
        Head = head.Length > Head.Length ? LogHead.Of(head) : Head;
    }

    public void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <summary>Reads on; 0 at the end, and when the file has become another log.</summary>
    public int Read(byte[] buffer)
    {
        if (_file is null)
        {
            return 0;
        }

        int read = ReadAt(_file, Offset, buffer, buffer.Length);
        if (read == 0 && _file.Length >= Offset)
        {
            return 0;
        }

        // Looked at after reading: what was read before a truncation is dropped here and found again in the copy, if one was made.
        if (!HoldsLog() || _file.Length < Offset + read)
        {
            Close();
            return 0;
        }

        if (Head.Length < LogHead.Most && _file.Length > Head.Length)
        {
            Head = LogHead.Of(ReadHead(_file));
        }

        return read;
    }

    /// <summary>Counts the lines before the first byte that waits, where that was put off.</summary>
    public void CountLines()
    {
        if (Line >= 0 || _file is null)
        {
            return;
        }

        byte[] buffer = new byte[1 << 17];
        long at = 0;
        Line = 0;
        for (long end = Offset - Waiting; at < end;)
        {
            int read = ReadAt(_file, at, buffer, (int)Math.Min(buffer.Length, end - at));
            if (read == 0)
            {
                break;
            }

            Line += Bytes.CountLineFeeds(buffer.AsSpan(0, read));
            at += read;
        }
    }

    /// <summary>Passes over all whole lines that are there.</summary>
    public void MoveToEnd()
    {
        byte[] buffer = new byte[4096];
        for (long end = _file!.Length; end > 0;)
        {
            int length = (int)Math.Min(buffer.Length, end);
            length = ReadAt(_file, end - length, buffer, length);
            int last = buffer.AsSpan(0, length).LastIndexOf((byte)'\n');
            if (last >= 0)
            {
                Offset = end - length + last + 1;
                break;
            }

            end -= Math.Max(length, 1);
        }

        StartAt(Offset, -1);
    }

    /// <summary>Begins to read here.</summary>
    public void StartAt(long offset, long line)
    {
        (Offset, Line) = (offset, line);
        (FirstOffset, FirstLine) = (offset, line);
    }

    public void Dispose() => Close();

    private static int ReadAt(FileStream file, long offset, byte[] buffer, int count)
    {
        file.Seek(offset, SeekOrigin.Begin);
        int length = 0;
        for (int read; length < count && (read = file.Read(buffer, length, count - length)) > 0;)
        {
            length += read;
        }

        return length;
    }
}
