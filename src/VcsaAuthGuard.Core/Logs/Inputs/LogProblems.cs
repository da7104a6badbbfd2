using ICSharpCode.SharpZipLib;
using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>Turns what went wrong while reading into a <see cref="LogProblem"/>: in one place, so that all inputs say it alike.</summary>
internal static class LogProblems
{
    /// <param name="e">What was thrown.</param>
    /// <param name="source">The file, or <c>archive!entry</c>.</param>
    /// <param name="offset">How many bytes of text had been read; null if the input could not be opened.</param>
    public static LogProblem From(Exception e, string source, long? offset = null) =>
        e switch
        {
            CompressionBombException => new(
                LogProblemKind.CompressionBomb,
                source,
                e.Message,
                "If it is a real log, expand it and read the text.",
                offset,
                e
            ),
            LogSourceException failure => new(
                LogProblemKind.Unreadable,
                source,
                Sentence(e.Message),
                failure.Remedy,
                offset,
                e.InnerException
            ),
            FileNotFoundException or DirectoryNotFoundException => NotFound(source, e),
            UnauthorizedAccessException => new(
                LogProblemKind.Unreadable,
                source,
                "Access is denied.",
                "Run as an account that may read it, or copy it and read the copy.",
                offset,
                e
            ),
            EndOfStreamException or InvalidDataException or SharpZipBaseException => new(
                LogProblemKind.Corrupt,
                source,
                $"{Sentence(e.Message)} {DescribeEnd(offset)}",
                "Copy or export it again and compare the sizes.",
                offset,
                e
            ),
            NotSupportedException => new(
                LogProblemKind.Unsupported,
                source,
                Sentence(e.Message),
                "Expand it and read the files.",
                offset,
                e
            ),
            _ => new(LogProblemKind.Unreadable, source, Sentence(e.Message), "Check that the file can be read from here.", offset, e),
        };

    /// <summary>Creates an archive that broke off, not inside one of its logs.</summary>
    public static LogProblem FromArchive(Exception e, string archive, string? lastEntry)
    {
        LogProblem problem = From(e, archive);
        return problem.Kind != LogProblemKind.Corrupt
            ? problem
            : problem with
            {
                Message =
                    $"{Sentence(e.Message)} "
                    + (lastEntry is null ? "Nothing could be read." : $"The input up to and including entry {lastEntry} was used."),
            };
    }

    public static LogProblem NotFound(string source, Exception? e = null) =>
        new(LogProblemKind.NotFound, source, "There is no such file or folder.", "Check the path.", null, e);

    public static LogProblem Misnamed(string source) =>
        new(
            LogProblemKind.Corrupt,
            source,
            "It is named like an archive or a compressed log but is neither; it was read as text.",
            "Copy or export it again."
        );

    /// <summary>Creates a file whose first bytes say that it is of a format that is not read.</summary>
    public static LogProblem ForFormat(string source, FileFormat format) =>
        new(
            LogProblemKind.Unsupported,
            source,
            $"It is {format.Name} and was not read.",
            format.Remedy
        );

    /// <summary>Creates a file with text of which no line was understood.</summary>
    public static LogProblem Unrecognized(string source, TextKind kind) =>
        new(
            LogProblemKind.Unrecognized,
            source,
            $"It has no line of a supported log. It seems to be {kind.Name}.",
            kind.Remedy
        );

    /// <summary>Creates a file that holds nothing although its name says that it is compressed or an archive.</summary>
    public static LogProblem Empty(string source) =>
        new(LogProblemKind.Corrupt, source, "It is named like an archive or a compressed log and is empty.", "Copy or export it again.");

    public static LogProblem NothingIn(string source, string what, string hint) =>
        new(
            LogProblemKind.NotFound,
            source,
            $"{what} contains no supported log (such as vpxd.log, vpxd-N.log or vpxd-N.log.gz).",
            hint
        );

    private static string DescribeEnd(long? offset) =>
        offset is null
            ? "Nothing of it could be read."
            : FormattableString.Invariant($"Reading ended at byte {offset} of its text; what stands before was used.");

    private static string Sentence(string message) =>
        message.Length > 0 && message[message.Length - 1] is '.' or '!' or '?' ? message : message + ".";
}
