using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Tests.Logs;

/// <summary>Makes logs and archives in a folder of its own and reads them.</summary>
internal sealed class Inputs : IDisposable
{
    /// <summary>Archives hold times: one that never changes makes every run the same.</summary>
    private static readonly DateTimeOffset Made = new(2026, 2, 11, 3, 0, 0, TimeSpan.Zero);

    private static readonly string Signature = File.ReadAllText(Repository.Sample("kb-signature.log"));

    public Inputs() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "vcsa-" + Path.GetRandomFileName());

    public List<LogProblem> Problems { get; } = [];

    public LogReadReport Report { get; private set; } = new();

    /// <summary>A log with one fault, which its host tells from those of other logs.</summary>
    public static byte[] Log(int host, int lines = 20)
    {
        StringBuilder text = new();
        for (int i = 0; i < lines; i++)
        {
            text.Append(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"2026-02-11T02:{host % 60:00}:{i % 60:00}.{host % 1000:000}Z info vpxd[{host}] [Originator@6876 sub=vpxLro "
                        + $"opID={host}-{i}] [VpxLRO] -- FINISH lro-{i}\n"
                )
            );
        }

        string[] entries = Signature.Split("\n2026", 2);
        return Encoding.UTF8.GetBytes(
            text.Append("2026").Append(entries[1].Replace("host-150117", $"host-{host}", StringComparison.Ordinal)).ToString()
        );
    }

    public static byte[] Gzip(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        MemoryStream result = new();
        using (GZipStream gzip = new(result, level, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return result.ToArray();
    }

    public static byte[] Tar(params (string Name, byte[]? Content, string? Link)[] entries)
    {
        MemoryStream result = new();
        using (TarWriter tar = new(result, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach ((string name, byte[]? content, string? link) in entries)
            {
                PaxTarEntry entry = new(link is null ? TarEntryType.RegularFile : TarEntryType.SymbolicLink, name)
                {
                    ModificationTime = Made,
                };
                if (link is null)
                {
                    entry.DataStream = new MemoryStream(content!);
                }
                else
                {
                    entry.LinkName = link;
                }

                tar.WriteEntry(entry);
            }
        }

        return result.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        MemoryStream result = new();
        using (ZipArchive zip = new(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name);
                entry.LastWriteTime = Made;
                using Stream stream = entry.Open();
                stream.Write(content);
            }
        }

        return result.ToArray();
    }

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>The hosts of the faults found, in order.</summary>
    public List<string> Hosts(params string[] paths) =>
        [.. Read(paths).Select(fault => fault.VMHostId?["HostSystem-host-".Length..] ?? "?")];

    public List<AuthFault> Read(params string[] paths)
    {
        Report = new LogReadReport { OnProblem = Problems.Add };
        return [.. FaultReader.Read(LogInputFinder.Find(paths, Report), new FaultQuery(), Report, TestContext.Current.CancellationToken)];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
