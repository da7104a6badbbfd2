using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Logs.Following;

/// <summary>
/// The files that a followed path means: vpxd's own logs in a folder, or a file with those that rotation makes of it beside it
/// (<c>vpxd.log</c> and <c>vpxd-N.log</c>, <c>name.log</c> and <c>name.log.N</c>), compressed or not.
/// </summary>
internal sealed class FollowedLogs
{
    private const int MostListings = 10;

    private readonly string _folder;
    private readonly string? _file;
    private readonly string? _stem;

    private FollowedLogs(string folder, string? file)
    {
        _folder = folder;
        _file = file;
        _stem = file is null ? null : LogName.TryParse(file, out LogName name) ? name.Stem : "";
    }

    /// <summary>The folder, which tells one vCenter's logs from another's.</summary>
    public string Folder => _folder;

    /// <summary>What tells it from other paths, but not from other ways to write it.</summary>
    public string Key => _file ?? _folder;

    /// <summary>What a path means now: a folder, or else a file, which need not be there yet.</summary>
    public static FollowedLogs Of(string path)
    {
        if (Directory.Exists(path))
        {
            return new(Path.GetFullPath(path), null);
        }

        // A link may lead to another folder; the logs that follow are there.
        string file = Path.GetFullPath(path);
        string target = FileLinks.FinalTarget(file);
        string folder = Path.GetDirectoryName(file)!;
        return Path.GetDirectoryName(target) == folder ? new(folder, file) : new(Path.GetDirectoryName(target)!, target);
    }

    /// <summary>The files there are, oldest first.</summary>
    public List<string> List()
    {
        // A folder that changes while it is listed may show neither name of a log, or both: so it is listed until two listings agree.
        List<string> files = ListOnce();
        for (int tries = 0; tries < MostListings; tries++)
        {
            List<string> before = files;
            files = ListOnce();
            if (files.SequenceEqual(before))
            {
                break;
            }
        }

        return files;
    }

    private List<string> ListOnce() =>
    [
        .. Directory.EnumerateFiles(_folder)
            .Select(file => (File: file, Place: PlaceOf(file)))
            .Where(file => file.Place is not null)
            .OrderBy(file => file.Place)
            .ThenBy(file => file.File, StringComparer.Ordinal) // So that vpxd-N.log comes before vpxd-N.log.gz.
            .Select(file => file.File),
    ];

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
