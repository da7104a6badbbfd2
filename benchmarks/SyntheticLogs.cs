using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Benchmarks;

/// <summary>A generated log and what was put into it.</summary>
internal sealed record SyntheticLogFile(string Path, SyntheticCounts Counts)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>Makes SYNTHETIC logs, or takes those an earlier run has left.</summary>
internal sealed class SyntheticLogs(string folder)
{
    /// <summary>Share of entries that are faults in an ordinary log: one in a thousand, some 6,000 in a GiB.</summary>
    public const double FaultShare = 0.001;

    private const int PrefixLength = 1 << 20;

    private delegate SyntheticCounts Writer(Stream stream, long bytes);

    /// <summary>Gets the logs that this run has generated or reused.</summary>
    private readonly HashSet<string> _files = [];

    /// <summary>An ordinary log; the same size and seed give the same text, compressed or not.</summary>
    public SyntheticLogFile Ordinary(long size, int seed, bool gzip) =>
        Get(
            FormattableString.Invariant($"synthetic-vpxd-{size}-{seed}.log"),
            size,
            gzip,
            (stream, bytes) => SyntheticLog.WriteOrdinary(stream, bytes, seed, FaultShare));

    /// <summary>A log in which every entry is a fault.</summary>
    public SyntheticLogFile AllFaults(long size, int seed) =>
        Get(
            FormattableString.Invariant($"synthetic-vpxd-faults-{size}-{seed}.log"),
            size,
            gzip: false,
            (stream, bytes) => SyntheticLog.WriteAllFaults(stream, bytes, seed));

    /// <summary>The same log under the name that vpxd gives its own: what to look for in a log is chosen by its name.</summary>
    public SyntheticLogFile AsVpxd(SyntheticLogFile log)
    {
        string link = Path.Combine(
            Directory.CreateDirectory(Path.Combine(folder, Path.GetFileNameWithoutExtension(log.Name))).FullName,
            "vpxd-1.log"
        );
        File.Delete(link);
        File.CreateSymbolicLink(link, log.Path);
        _files.Add(link);
        return log with { Path = link };
    }

    /// <summary>Packs logs as the logs of vpxd of one vCenter Server; returns the archive.</summary>
    public string AsBundle(IReadOnlyList<SyntheticLogFile> logs, string server = "vc01")
    {
        string path = Path.Combine(folder, $"bundle-{server}.tgz");
        Console.Error.WriteLine($"writing bundle-{server}.tgz");
        _files.Add(path);
        using FileStream file = File.Create(path);
        using Stream packed = Compressed(file, gzip: true);
        using TarWriter tar = new(packed);
        for (int i = 0; i < logs.Count; i++)
        {
            tar.WriteEntry(logs[i].Path, FormattableString.Invariant($"{server}/var/log/vmware/vpxd/vpxd-{i + 1}.log"));
        }

        return path;
    }

    /// <summary>A log with very many sessions, and the profiler's log that names them all, in a folder of their own; always written
    /// anew.</summary>
    public (SyntheticLogFile Vpxd, SyntheticLogFile Profiler) Large(long size, int clients, int sessions, int seed)
    {
        LargeIncident incident = new(clients, sessions, seed);
        string own = Directory
            .CreateDirectory(Path.Combine(folder, FormattableString.Invariant($"large-{size}-{clients}-{sessions}-{seed}")))
            .FullName;
        SyntheticLogFile WriteOwn(string name, Action<Stream> write, Func<SyntheticCounts> counts)
        {
            string path = Path.Combine(own, name);
            Console.Error.WriteLine($"writing {name}");
            _files.Add(path);
            using FileStream file = File.Create(path);
            write(file);
            return new(path, counts() with { Bytes = file.Length });
        }

        // Lines and entries are not counted there.
        SyntheticLogFile vpxd = WriteOwn(
            "vpxd-1.log",
            stream => incident.Write(stream, size),
            () => new(0, 0, 0, incident.Counts.Faults, 0)
        );
        Check.Equal("sessions written", incident.Counts.Sessions, "sessions meant", sessions);
        long named = 0;
        SyntheticLogFile profiler = WriteOwn("vpxd-profiler-1.log", stream => named = incident.WriteProfiler(stream, 1), () => default);
        Check.Equal("sessions the profiler names", named, "sessions", sessions);
        return (vpxd, profiler);
    }

    public void Delete()
    {
        foreach (string file in _files)
        {
            File.Delete(file);
        }
    }

    private SyntheticLogFile Get(string name, long size, bool gzip, Writer write)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, gzip ? name + ".gz" : name);
        string facts = path + ".json";
        bool isKnown = !_files.Add(path);
        _files.Add(facts);
        if (ReadFacts(path, facts) is SyntheticCounts counts && (isKnown || StartsAsWritten(path, gzip, size, write)))
        {
            return new(path, counts);
        }

        Console.Error.WriteLine($"writing {Path.GetFileName(path)}");
        File.Delete(facts);
        using (FileStream file = File.Create(path))
        {
            using Stream stream = Compressed(file, gzip);
            counts = write(stream, size);
        }

        // Last, so that a log cut short by Ctrl+C is not taken for a whole one.
        File.WriteAllText(facts, JsonSerializer.Serialize(new LogFacts(true, new FileInfo(path).Length, counts)));
        return new(path, counts);
    }

    private static SyntheticCounts? ReadFacts(string path, string facts)
    {
        if (!File.Exists(path) || !File.Exists(facts))
        {
            return null;
        }

        LogFacts? known = JsonSerializer.Deserialize<LogFacts>(File.ReadAllText(facts));
        return known is not null && known.Length == new FileInfo(path).Length ? known.Counts : null;
    }

    /// <summary>Returns whether the generator would still write the same log: it can have changed since.</summary>
    private static bool StartsAsWritten(string path, bool gzip, long size, Writer write)
    {
        using MemoryStream fresh = new();
        write(fresh, Math.Min(size, PrefixLength));
        using FileStream file = File.OpenRead(path);
        using Stream text = gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        byte[] first = new byte[Math.Min(fresh.Length, PrefixLength)];
        return text.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length
            && first.AsSpan().SequenceEqual(fresh.GetBuffer().AsSpan(0, first.Length));
    }

    /// <summary>Optimal is zlib's level 6, the one `gzip` has when nothing is said.</summary>
    private static Stream Compressed(Stream file, bool gzip) => gzip ? new GZipStream(file, CompressionLevel.Optimal) : file;

    private sealed record LogFacts(bool Synthetic, long Length, SyntheticCounts Counts);
}
