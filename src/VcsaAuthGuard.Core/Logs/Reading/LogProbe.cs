using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Reading;

/// <summary>Checks at the start of following whether what is there is a log.</summary>
public static class LogProbe
{
    private const int HeadLength = 256 * 1024;

    /// <summary>Reports files that have text and no line that is understood. Only their start is read.</summary>
    /// <param name="paths">Files, which need not exist, or folders, of whose logs the newest is looked at.</param>
    /// <param name="report">Receives the problems.</param>
    public static void Check(IEnumerable<string> paths, LogReadReport report)
    {
        foreach (string path in paths)
        {
            try
            {
                string? file = File.Exists(path) ? path : Directory.Exists(path) ? NewestIn(path) : null;
                if (file is not null && ProblemOf(file) is LogProblem problem)
                {
                    report.Raise(problem);
                }
            }
            catch (Exception e) when (ReadFailure.Matches(e))
            {
                // Following it says what is wrong.
            }
        }
    }

    private static string? NewestIn(string folder) =>
        Directory
            .GetFiles(folder)
            .Select(file => (File: file, IsLog: LogName.TryParse(file, LogKinds.Vpxd, out LogName name), Name: name))
            .Where(log => log.IsLog)
            .OrderBy(log => log.Name)
            .Select(log => log.File)
            .LastOrDefault();

    private static LogProblem? ProblemOf(string file)
    {
        using Stream stream = LogInput.FromFile(file).Open();
        PeekStream peek = new(stream);
        ReadOnlySpan<byte> start = peek.Peek(HeadLength);
        if (FileFormat.Find(start) is FileFormat format)
        {
            return LogProblems.ForFormat(file, format);
        }

        if (PackedStream.IsPacked(start) || start.IsEmpty)
        {
            return null; // Reading it says what is wrong.
        }

        // A last line that is still being written is no line yet.
        byte[] text = new byte[HeadLength];
        Stream utf8 = TextEncoding.ToUtf8(peek);
        int length = 0;
        for (int read = 1; read > 0 && length < text.Length; length += read)
        {
            read = utf8.Read(text, length, text.Length - length);
        }

        ReadOnlySpan<byte> lines = text.AsSpan(0, text.AsSpan(0, length).LastIndexOf((byte)'\n') + 1);
        LogRecognition recognition = new(file);
        recognition.Inspect(lines, new LogCounts(), hasRecords: false);
        return recognition.Problem;
    }
}
