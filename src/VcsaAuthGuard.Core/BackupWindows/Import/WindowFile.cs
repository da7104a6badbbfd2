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
    /// <param name="onProblem">Told of the file that cannot be read, and of each row that is wrong; the others are read.</param>
    public static IEnumerable<BackupWindow> Read(string path, Action<InputProblem> onProblem)
    {
        _ = path ?? throw new ArgumentNullException(nameof(path));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        return ReadFile(path, onProblem);
    }

    /// <summary>Reads text that is at hand, such as standard input.</summary>
    /// <param name="text">The text; it is not disposed of.</param>
    /// <param name="source">What to call it.</param>
    /// <param name="onProblem">Told of each row that is wrong; the others are read.</param>
    public static IEnumerable<BackupWindow> Read(TextReader text, string source, Action<InputProblem> onProblem)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        _ = onProblem ?? throw new ArgumentNullException(nameof(onProblem));
        return ReadText(text, source, onProblem);
    }

    private static IEnumerable<BackupWindow> ReadFile(string path, Action<InputProblem> onProblem)
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
            onProblem(new(kind, path, null, e.Message, "Check the path and who may read it."));
            yield break;
        }

        using (reader)
        {
            foreach (BackupWindow window in ReadText(reader, path, onProblem))
            {
                yield return window;
            }
        }
    }

    private static IEnumerable<BackupWindow> ReadText(TextReader text, string source, Action<InputProblem> onProblem)
    {
        WindowRows rows = new(source, onProblem);
        int first = text.Peek();
        while (first >= 0 && char.IsWhiteSpace((char)first))
        {
            // Blank lines before JSON or a header carry nothing, but they count.
            rows.FirstLine += first == '\n' ? 1 : 0;
            text.Read();
            first = text.Peek();
        }

        using IEnumerator<BackupWindow> windows = (first is '[' or '{' ? rows.OfJson(text) : rows.OfCsv(text)).GetEnumerator();
        while (true)
        {
            try
            {
                if (!windows.MoveNext())
                {
                    break;
                }
            }
            catch (IOException e)
            {
                onProblem(
                    new(InputProblemKind.Unreadable, source, null, e.Message, "What stands before was read. Check the disk or the share.")
                );
                break;
            }

            yield return windows.Current;
        }
    }
}
