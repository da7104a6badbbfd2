using VcsaAuthGuard.BackupJobs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupWindows.Import;

/// <summary>
/// Reads windows from files. CSV (RFC 4180) with the header <c>Name,Role,Recurrence,TimeZone,Duration,Server,VMs,Sessions,
/// SecondsPerRequest,Movable</c>, of which Name, Role, Recurrence and Duration are needed, and servers are separated by <c>;</c>;
/// or JSON with the same names in camelCase, as an array or one object a line, where server may be a list and load an object.
/// </summary>
public static class WindowFile
{
    /// <summary>Reads a file, row by row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="timeZone">The zone of rows without one; null makes such a row an error.</param>
    /// <param name="onProblem">Receives the file that cannot be read, and each row that is not valid; the others are read.</param>
    public static IEnumerable<BackupWindow> Read(string path, string? timeZone, Action<InputProblem> onProblem)
    {
        _ = path ?? throw new ArgumentNullException(nameof(path));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        return ReadFile(path, timeZone, onProblem);
    }

    /// <summary>Reads text that is at hand, such as standard input.</summary>
    /// <param name="text">The text; it is not disposed of.</param>
    /// <param name="source">What to call it.</param>
    /// <param name="timeZone">The zone of rows without one; null makes such a row an error.</param>
    /// <param name="onProblem">Receives each row that is not valid; the others are read.</param>
    public static IEnumerable<BackupWindow> Read(TextReader text, string source, string? timeZone, Action<InputProblem> onProblem)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        return ReadText(text, source, timeZone, onProblem);
    }

    private static IEnumerable<BackupWindow> ReadFile(string path, string? timeZone, Action<InputProblem> onProblem)
    {
        StreamReader reader;
        try
        {
            reader = new(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            InputProblemKind kind = e is FileNotFoundException or DirectoryNotFoundException
                ? InputProblemKind.NotFound
                : InputProblemKind.Unreadable;
            onProblem(new(kind, path, null, e.Message, "Check the path and its permissions."));
            yield break;
        }

        using (reader)
        {
            foreach (BackupWindow window in ReadText(reader, path, timeZone, onProblem))
            {
                yield return window;
            }
        }
    }

    private static IEnumerable<BackupWindow> ReadText(
        TextReader reader, string source, string? timeZone, Action<InputProblem> onProblem)
    {
        using StartedReader text = new(reader);
        ReportFormat format = ReportFormat.Detect(text.Start);
        if (format.Kind is not (ReportFormatKind.Csv or ReportFormatKind.Json) && text.Start.Trim().Length > 0)
        {
            onProblem(new(
                InputProblemKind.Unreadable, source, null, $"It seems to be {format.Name}. Windows are read as CSV or JSON.",
                "ConvertTo-BackupWindow turns crontabs, calendars and job reports into windows."));
            yield break;
        }

        RepeatedProblems problems = new(onProblem);
        WindowRows rows = new(source, problems.Add, timeZone);
        int first = text.Peek();
        while (first >= 0 && char.IsWhiteSpace((char)first))
        {
            // Blank lines before JSON or a header carry nothing, but they count.
            rows.FirstLine += first == '\n' ? 1 : 0;
            _ = text.Read();
            first = text.Peek();
        }

        using IEnumerator<BackupWindow> windows = (first is '[' or '{' ? rows.ReadJson(text) : rows.ReadCsv(text)).GetEnumerator();
        while (TryMove(windows, source, problems))
        {
            yield return windows.Current;
        }

        problems.Report();
    }

    private static bool TryMove(IEnumerator<BackupWindow> windows, string source, RepeatedProblems problems)
    {
        try
        {
            return windows.MoveNext();
        }
        catch (IOException e)
        {
            problems.Add(
                new(InputProblemKind.Unreadable, source, null, e.Message, "What stands before was read. Check the disk or the share."));
            return false;
        }
    }

    /// <summary>Reads the start of a text in advance, so that its format can be found out; a failure to read is left to later.</summary>
    private sealed class StartedReader : TextReader
    {
        private readonly TextReader _rest;
        private int _position;

        public StartedReader(TextReader text)
        {
            const int Length = 4096;
            char[] start = new char[Length];
            int count = 0;
            try
            {
                count = text.ReadBlock(start, 0, Length);
            }
            catch (IOException)
            {
                // The next read fails too, where it is reported.
            }

            Start = new(start, 0, count);
            _rest = text;
        }

        public string Start { get; }

        public override int Peek() => _position < Start.Length ? Start[_position] : _rest.Peek();

        public override int Read() => _position < Start.Length ? Start[_position++] : _rest.Read();
    }
}
