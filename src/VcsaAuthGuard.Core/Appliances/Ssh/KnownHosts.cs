using System.Security.Cryptography;
using System.Text;

namespace VcsaAuthGuard.Appliances.Ssh;

/// <summary>Represents the key of a host.</summary>
/// <param name="Type">Its type (<c>ssh-ed25519</c>).</param>
/// <param name="Key">The public key as SSH sends it.</param>
/// <param name="Source">Where it stands: file and line.</param>
/// <param name="IsRevoked">Whether it must never be accepted.</param>
internal sealed record HostKey(string Type, byte[] Key, string Source, bool IsRevoked)
{
    public HostKeyFingerprint Fingerprint => HostKeyFingerprint.FromKey(Key);
}

/// <summary>Reads what known_hosts files say of a host, in the format of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT".</summary>
internal static class KnownHosts
{
    private const int DefaultPort = 22;
    private const string HashMark = "|1|";
    private const string RevokedMark = "@revoked";

    /// <summary>Returns the files that OpenSSH reads by default.</summary>
    public static IReadOnlyList<string> DefaultFiles()
    {
        string home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".ssh");
        string machine =
            Path.DirectorySeparatorChar == '\\'
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "ssh")
                : "/etc/ssh";
        return
        [
            Path.Combine(home, "known_hosts"),
            Path.Combine(home, "known_hosts2"),
            Path.Combine(machine, "ssh_known_hosts"),
            Path.Combine(machine, "ssh_known_hosts2"),
        ];
    }

    /// <summary>Gets the name of a host with a non-default port in the files.</summary>
    public static string NameOf(string host, int port) =>
        port == DefaultPort ? host.ToLowerInvariant() : $"[{host.ToLowerInvariant()}]:{port}";

    /// <summary>Returns all keys that the files have for a host, including revoked ones. A missing file has no keys.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file must not be read.</exception>
    public static IReadOnlyList<HostKey> Find(IEnumerable<string> files, string host, int port)
    {
        string name = NameOf(host, port);
        List<HostKey> keys = [];
        foreach (string file in files.Where(File.Exists))
        {
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                if (TryRead(line, name, $"{file}:{number}") is HostKey key)
                {
                    keys.Add(key);
                }
            }
        }

        return keys;
    }

    /// <summary>Reads the key from a line of a known-hosts file, if the line is for this host, or of ssh-keyscan's output.</summary>
    internal static HostKey? TryRead(string line, string name, string source)
    {
        List<string> words = [.. line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)];
        bool isRevoked = words.Count > 0 && words[0] == RevokedMark;
        if (isRevoked)
        {
            words.RemoveAt(0);
        }

        // Lines of authorities (@cert-authority) vouch for certificates, which neither shell is asked for here.
        if (words.Count < 3 || words[0][0] is '#' or '@' || !IsFor(words[0], name))
        {
            return null;
        }

        try
        {
            return new(words[1], Convert.FromBase64String(words[2]), source, isRevoked);
        }
        catch (FormatException)
        {
            return null; // As OpenSSH: a line that cannot be read is for no host.
        }
    }

    private static bool IsFor(string hosts, string name)
    {
        if (hosts.StartsWith(HashMark, StringComparison.Ordinal))
        {
            string[] parts = hosts.Substring(HashMark.Length).Split('|');
            return parts.Length == 2 && parts[1] == HashOf(parts[0], name);
        }

        bool isFor = false;
        foreach (string pattern in hosts.Split(','))
        {
            bool isNot = pattern.Length > 0 && pattern[0] == '!';
            if (IsLike(name, (isNot ? pattern.Substring(1) : pattern).ToLowerInvariant()))
            {
                if (isNot)
                {
                    return false;
                }

                isFor = true;
            }
        }

        return isFor;
    }

    private static string? HashOf(string salt, string name)
    {
        try
        {
#pragma warning disable CA5350 // The file's format wants SHA-1; it hides names and protects nothing.
            using HMACSHA1 hash = new(Convert.FromBase64String(salt));
#pragma warning restore CA5350
            return Convert.ToBase64String(hash.ComputeHash(Encoding.UTF8.GetBytes(name)));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Returns whether a name matches a pattern of <c>*</c> and <c>?</c>.</summary>
    private static bool IsLike(string name, string pattern)
    {
        (int at, int next, int star, int mark) = (0, 0, -1, 0);
        while (at < name.Length)
        {
            if (next < pattern.Length && pattern[next] == '*')
            {
                (star, mark) = (next++, at);
            }
            else if (next < pattern.Length && (pattern[next] == '?' || pattern[next] == name[at]))
            {
                next++;
                at++;
            }
            else if (star >= 0)
            {
                next = star + 1;
                at = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern.Skip(next).All(rest => rest == '*');
    }
}
