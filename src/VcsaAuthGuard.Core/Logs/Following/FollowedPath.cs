using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// Represents the files that a followed path means: vpxd's own logs in a folder, or a file with those that rotation makes of it beside it
/// (<c>vpxd.log</c> and <c>vpxd-N.log</c>, <c>name.log</c> and <c>name.log.N</c>), compressed or not.
/// </summary>
internal sealed class FollowedPath
{
    private const int MaxListings = 10;

    private readonly string _folder;
    private readonly string? _file;
    private readonly string? _stem;

    private FollowedPath(string folder, string? file)
    {
        _folder = folder;
        _file = file;
        _stem = file is null ? null : LogName.TryParse(file, out LogName name) ? name.Stem : "";
    }

    /// <summary>Gets the folder, which tells one vCenter's logs from another's.</summary>
    public string Folder => _folder;

    /// <summary>Gets a key that is the same for every way to write the path.</summary>
    public string Key => _file ?? _folder;

    /// <summary>Returns what a path means now: a folder, or else a file, which need not exist yet.</summary>
    public static FollowedPath Resolve(string path)
    {
        if (Directory.Exists(path))
        {
            return new(WithoutSlash(Path.GetFullPath(path)), null);
        }

        // A link may lead to another folder; the logs that follow are there.
        string file = Path.GetFullPath(path);
        string target = FileLinks.FinalTarget(file);
        string folder = Path.GetDirectoryName(file)!;
        return Path.GetDirectoryName(target) == folder ? new(folder, file) : new(Path.GetDirectoryName(target)!, target);
    }

    /// <summary>Returns the files that there are, oldest first.</summary>
    /// <param name="isSettled">Whether the folder did not change while it was listed.</param>
    public List<string> List(out bool isSettled)
    {
        // A folder that changes while it is listed may show neither name of a renamed log, or both: so it is listed until two listings
        // agree.
        List<string> files = ListOnce();
        isSettled = false;
        for (int tries = 0; tries < MaxListings && !isSettled; tries++)
        {
            List<string> before = files;
            files = ListOnce();
            isSettled = files.SequenceEqual(before);
        }

        return files;
    }

    /// <summary>Returns a folder's path without a slash at its end, so that it has one key however it is written.</summary>
    internal static string WithoutSlash(string folder)
    {
        string trimmed = folder.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return trimmed.Length == 0 || trimmed[trimmed.Length - 1] == ':' ? folder : trimmed;
    }

    private List<string> ListOnce() =>
    [
        .. new DirectoryInfo(_folder).EnumerateFiles()
            .Select(file => (File: file, Place: PlaceOf(file.FullName)))
            .Where(file => file.Place is not null && !IsSecondName(file.File))
            .OrderBy(file => file.Place)
            .ThenBy(file => file.File.FullName, StringComparer.Ordinal) // So that vpxd-N.log comes before vpxd-N.log.gz.
            .Select(file => file.File.FullName),
    ];

    /// <summary>
    /// Returns whether a file is a link to a log that is listed under its own name, as <c>vpxd.log</c> is. Such a link may lead to another
    /// log by the time it is opened.
    /// </summary>
    private bool IsSecondName(FileInfo file) =>
        FileLinks.TargetOf(file) is string target && Path.GetDirectoryName(target) == _folder && PlaceOf(target) is not null;

    private long? PlaceOf(string file)
    {
        if (file == _file)
        {
            return LogName.Active;
        }

        if (!LogName.TryParse(file, out LogName name))
        {
            return null;
        }

        return _file is null ? (name.Kind == LogKinds.Vpxd ? name.Number : null) : name.Stem == _stem ? name.Number : null;
    }
}
