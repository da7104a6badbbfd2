using VcsaAuthGuard.Logs.Streams;

namespace VcsaAuthGuard.Logs.Inputs;

/// <summary>Finds the inputs that paths mean: a file is read as it is, of a folder only the appliance's own logs are, oldest first and
/// each once.</summary>
public static class LogInputFinder
{
    /// <summary>
    /// The number of bytes that must be equal at the start of two logs for one to be a copy of the other; the first line alone has a time
    /// in milliseconds.
    /// </summary>
    internal const int HeadLength = 4096;

    /// <summary>The first bytes, which show how a file is compressed.</summary>
    private const int PackedHead = 16;

    /// <summary>Returns the inputs behind <paramref name="paths"/>.</summary>
    /// <param name="paths">Files, folders (searched with all below them), or either with <c>*</c> and <c>?</c> in the last part.</param>
    /// <param name="report">Receives a problem for each path that leads to nothing.</param>
    /// <param name="kinds">Which logs of a folder are wanted.</param>
    /// <param name="areExpanded">Whether the paths are what a caller expanded wildcards to: then none in them is expanded, and they are
    /// read oldest first.</param>
    public static IReadOnlyList<LogInput> Find(
        IEnumerable<string> paths,
        LogReadReport report,
        LogKinds kinds = LogKinds.Vpxd,
        bool areExpanded = false
    )
    {
        if (areExpanded)
        {
            paths = OldestFirst(paths);
        }

        List<LogInput> inputs = [];
        HashSet<string> seen = new(Path.DirectorySeparatorChar == '\\' ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (string path in paths)
        {
            try
            {
                foreach (string file in Expand(path, kinds, areExpanded, report))
                {
                    if (seen.Add(FileLinks.FinalTarget(file)))
                    {
                        inputs.Add(LogInput.FromFile(file));
                    }
                }
            }
            catch (Exception e) when (e is ArgumentException || ReadFailure.Matches(e))
            {
                report.Raise(LogProblems.From(e, path));
            }
        }

        return inputs;
    }

    private static List<string> Expand(string path, LogKinds kinds, bool isExpanded, LogReadReport report)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        if (Directory.Exists(path))
        {
            return LogsIn(path, kinds, report);
        }

        string pattern = Path.GetFileName(path);
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        if (isExpanded || pattern.IndexOfAny(['*', '?']) < 0 || !Directory.Exists(folder))
        {
            report.Raise(LogProblems.NotFound(path));
            return [];
        }

        string Shown(string match) => path.StartsWith(folder, StringComparison.Ordinal) ? match : Path.GetFileName(match);
        List<string> files = OldestFirst(Directory.EnumerateFiles(folder, pattern).Select(Shown));
        files.AddRange(
            Directory
                .EnumerateDirectories(folder, pattern)
                .OrderBy(match => match, StringComparer.Ordinal)
                .Select(Shown)
                .SelectMany(match => LogsIn(match, kinds, report))
        );
        if (files.Count == 0)
        {
            report.Raise(LogProblems.NotFound(path));
        }

        return files;
    }

    private static List<string> LogsIn(string folder, LogKinds kinds, LogReadReport report)
    {
        List<string> logs = [];
        List<string> others = [];
        int archives = 0;
        foreach (string file in FilesBelow(folder, report))
        {
            if (LogName.TryParse(file, kinds, out LogName name))
            {
                logs.Add(file);
            }
            else if (name.Stem is not null)
            {
                others.Add(file);
            }
            else if (ArchiveEntry.IsArchiveName(file))
            {
                archives++;
            }
        }

        // Where there is nothing else, the log of a host or of another service is read, so that the answer says what it is.
        if (logs.Count == 0 && others.Exists(LogSubjects.IsKnown))
        {
            logs = others.FindAll(LogSubjects.IsKnown);
            others.RemoveAll(LogSubjects.IsKnown);
        }

        foreach (string other in others)
        {
            report.Counts.AddUnread(LogName.TryParse(other, out LogName name) ? name.Stem : other);
        }

        if (logs.Count == 0)
        {
            report.Raise(LogProblems.NothingIn(folder, "The folder", archives == 0
                ? "Name the folder that holds vCenter's logs, or the log itself."
                : FormattableString.Invariant($"It holds {archives} archives: name those that are support bundles.")));
        }

        return OldestFirst(logs);
    }

    private static IEnumerable<string> FilesBelow(string root, LogReadReport report)
    {
        Stack<string> folders = new([root]);
        while (folders.Count > 0)
        {
            string folder = folders.Pop();
            string[] files;
            try
            {
                files = Directory.GetFiles(folder);
                foreach (string sub in Directory.GetDirectories(folder))
                {
                    // A linked folder is read where it really stands; following links could run in circles.
                    if ((File.GetAttributes(sub) & FileAttributes.ReparsePoint) == 0)
                    {
                        folders.Push(sub);
                    }
                }
            }
            catch (Exception e) when (ReadFailure.Matches(e))
            {
                report.Raise(LogProblems.From(e, folder));
                continue;
            }

            foreach (string file in files)
            {
                yield return file;
            }
        }
    }

    /// <summary>Orders the appliance's logs by age behind the files with other names, and drops vpxd.log (and its like) where it is there
    /// under its number too.</summary>
    private static List<string> OldestFirst(IEnumerable<string> files)
    {
        List<(LogName? Name, string File)> ordered =
            [.. files.Select(file => (LogName.TryParse(file, LogKinds.Diagnosis, out LogName name) ? (LogName?)name : null, file))
                .OrderBy(log => log.Item1 ?? default, Comparer<LogName>.Default).ThenBy(log => log.file, StringComparer.Ordinal)];
        List<string> result = [];
        foreach (IGrouping<(string, string)?, (LogName? Name, string File)> series in ordered.GroupBy(log => log.Name?.Series))
        {
            result.AddRange(
                series.Key is null
                    ? series.Select(log => log.File)
                    : LogCopies.Drop([
                        .. series.Select(log => new LogCopy<string>(
                            log.Name!.Value,
                            () => HeadOf(log.File),
                            () => LengthOf(log.File),
                            log.File
                        )),
                    ])
            );
        }

        return result;
    }

    /// <summary>Returns a file's length; 0 if it is not available, because reading the file reports the problem.</summary>
    internal static long LengthOf(string file)
    {
        try
        {
            return new FileInfo(file).Length;
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            return 0;
        }
    }

    /// <summary>Returns the first bytes of a log as text; none if it cannot be read, which reading the log reports. What has no length is
    /// not opened: a named pipe gives its text once, and may have none yet.</summary>
    internal static byte[] HeadOf(string file)
    {
        try
        {
            if (LengthOf(FileLinks.FinalTarget(file)) == 0)
            {
                return [];
            }

            using Stream stream = LogInput.FromFile(file).Open();
            byte[] start = new PeekStream(stream).Peek(PackedHead).ToArray();
            stream.Position = 0;
            ExpansionGuard guard = new(() => stream.Length);
            using PeekStream head = new(PackedStream.IsPacked(start) ? PackedStream.Unpack(stream, start, guard, reopen: null) : stream);
            return head.Peek(HeadLength).ToArray();
        }
        catch (Exception e) when (ReadFailure.Matches(e))
        {
            return [];
        }
    }
}
