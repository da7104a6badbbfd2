using System.IO.Compression;
using System.Text;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Tar;

namespace VcsaAuthGuard.Appliances.Services;

/// <summary>
/// Reads services from a saved output of <c>service-control --status --all</c>: a file, or a support bundle that contains it.
/// </summary>
public static class SavedServiceStatus
{
    /// <summary>The path of the saved status in a support bundle, below its top folder.</summary>
    private const string NameInBundle = "commands/service-control_--status---all.txt";

    /// <summary>The maximum length. A status has a few thousand characters.</summary>
    private const int MaxBytes = 1 << 20;

    private static readonly string[] Bundles = [".tgz", ".tar.gz", ".tar"];

    /// <summary>Reads a saved status.</summary>
    /// <param name="text">What was printed.</param>
    /// <param name="source">Where it is from.</param>
    /// <exception cref="FormatException">It is no status.</exception>
    public static IReadOnlyList<ApplianceService> Read(string text, string source)
    {
        IReadOnlyList<KeyValuePair<string, ServiceState>> states = ServiceControlText.Read(text);

        // Words of prose below a heading are no services; an appliance has some that are not known, but never mostly.
        if (2 * states.Count(state => ServiceCatalog.IsKnown(state.Key)) < states.Count)
        {
            throw new FormatException("This is no listing of services: most of its words are no names of services.");
        }

        return
        [
            .. states
                .Select(state => ServiceControlText.Service(state, source))
                .OrderBy(service => service.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Reads a file: a saved status, or a support bundle (<c>.tgz</c>, <c>.tar.gz</c>, <c>.tar</c>).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">It is no status, holds none, or is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static IReadOnlyList<ApplianceService> ReadFile(string path)
    {
        using FileStream file = File.OpenRead(path);
        string? bundle = Array.Find(Bundles, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
        if (bundle is null)
        {
            return Read(TextOf(file, path), path);
        }

        using Stream tar = bundle == ".tar" ? file : new GZipStream(file, CompressionMode.Decompress);
        try
        {
            using TarInputStream entries = new(tar, Encoding.UTF8);
            while (entries.GetNextEntry() is TarEntry entry)
            {
                if (!entry.IsDirectory && ("/" + entry.Name).EndsWith("/" + NameInBundle, StringComparison.Ordinal))
                {
                    return Read(TextOf(entries, path), $"{path}!{entry.Name}");
                }
            }
        }
        catch (Exception e) when (e is SharpZipBaseException or InvalidDataException or EndOfStreamException)
        {
            throw new FormatException($"The bundle is damaged: {e.Message}", e);
        }

        throw new FormatException($"The bundle does not contain {NameInBundle}.");
    }

    private static string TextOf(Stream stream, string path)
    {
        byte[] bytes = new byte[MaxBytes + 1];
        int length = 0;
        for (int read; length < bytes.Length && (read = stream.Read(bytes, length, bytes.Length - length)) > 0;)
        {
            length += read;
        }

        return length > MaxBytes
            ? throw new FormatException($"{path} is larger than {MaxBytes} bytes; a saved status has a few thousand.")
            : Encoding.UTF8.GetString(bytes, 0, length);
    }
}
