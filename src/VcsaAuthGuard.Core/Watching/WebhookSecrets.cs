using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using VcsaAuthGuard.Files;

namespace VcsaAuthGuard.Watching;

/// <summary>Represents what a webhook's requests contain that nobody else may see. Messages never show a part of it.</summary>
internal sealed class WebhookSecrets
{
    private const string RoutingKeyName = "Routing-Key";
    private const int RoutingKeyLength = 32;
    private const int MaxFileBytes = 64 << 10;

    private static readonly string[] AddressStarts = ["http://", "https://"];

    private static readonly string[] FixedHeaders = ["Content-Type", "Content-Length", "Host", "Connection", "Transfer-Encoding"];

    private readonly List<KeyValuePair<string, string>> _headers = [];
    private Uri? _address;

    private WebhookSecrets()
    {
    }

    /// <summary>Gets the address.</summary>
    public Uri Address => _address!;

    /// <summary>Gets the headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>Gets PagerDuty's integration key; empty for another receiver.</summary>
    public string RoutingKey { get; private set; } = "";

    /// <summary>Reads the secrets.</summary>
    /// <exception cref="FormatException">Something is missing, not valid, or readable by others.</exception>
    public static WebhookSecrets Read(WebhookOptions options)
    {
        WebhookSecrets secrets = new() { _address = options.Address };
        if (options.HeaderFile is string file)
        {
            secrets.AddFile(file, options.Address is not null);
        }

        bool isPagerDuty = options.Format == WebhookFormat.PagerDuty;
        if (options.Credential is NetworkCredential credential)
        {
            if (isPagerDuty)
            {
                secrets.RoutingKey = credential.Password;
            }
            else
            {
                string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"));
                secrets._headers.Add(new("Authorization", "Basic " + basic));
            }
        }

        if (secrets._address is not { IsAbsoluteUri: true, Scheme: "http" or "https" } address)
        {
            throw new FormatException("The webhook has no http or https address.");
        }

        if (isPagerDuty && secrets.RoutingKey.Length != RoutingKeyLength)
        {
            throw new FormatException(
                "PagerDuty needs the integration key of an Events API v2 integration, 32 characters: the line 'Routing-Key: ...' in the "
                + "webhook's header file, or the password of its credential.");
        }

        bool hasSecret = secrets._headers.Count > 0 || isPagerDuty;
        return hasSecret && address.Scheme == "http" && !address.IsLoopback
            ? throw new FormatException("The webhook's headers and credential are sent over https only, except to this machine.")
            : secrets;
    }

    private void AddFile(string file, bool hasAddress)
    {
        string[] lines;
        try
        {
            string? reason = FindReasonToRefuse(file);
            lines = reason is null ? File.ReadAllLines(file) : throw new FormatException($"The webhook's header file {file}: {reason}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The webhook's header file cannot be read: {e.Message}", e);
        }

        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length > 0 && line[0] != '#' && !TryAdd(line, hasAddress))
            {
                throw new FormatException(FormattableString.Invariant(
                    $"Line {i + 1} of the webhook's header file is neither a header (Name: value) nor the only address."));
            }
        }
    }

    private bool TryAdd(string line, bool hasAddress)
    {
        if (Array.Exists(AddressStarts, start => line.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
        {
            bool isOnly = !hasAddress && _address is null;
            return isOnly && Uri.TryCreate(line, UriKind.Absolute, out _address);
        }

        int colon = line.IndexOf(':');
        string name = colon < 0 ? "" : line.Substring(0, colon).TrimEnd();
        string value = line.Substring(colon + 1).Trim();
        if (name.Length == 0 || value.Length == 0 || !name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_') || value.Any(char.IsControl)
            || FixedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        if (name.Equals(RoutingKeyName, StringComparison.OrdinalIgnoreCase))
        {
            RoutingKey = value;
        }
        else
        {
            _headers.Add(new(name, value));
        }

        return true;
    }

    /// <summary>Returns the reason why a file is not used as one of secrets; null if there is none.</summary>
    private static string? FindReasonToRefuse(string file)
    {
        if (new FileInfo(file) is { Exists: true, Length: > MaxFileBytes })
        {
            return "it is longer than 64 KiB.";
        }

        // Windows: the folder's permissions decide. systemd: it gives its credentials to the service alone, by an access control list.
#pragma warning disable RS0030 // The folder is known to the service manager only.
        string? credentials = Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY");
#pragma warning restore RS0030
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            || (credentials is { Length: > 0 } && Path.GetDirectoryName(Path.GetFullPath(file)) == Path.GetFullPath(credentials)))
        {
            return null;
        }

        return Posix.GetStatus(AtomicFile.ResolveLinks(file)) switch
        {
            null => null, // The attempt to read it says what is wrong.
            { IsFile: false } => "it is not a regular file.",
            { } status when status.Owner != Posix.UserId && status.Owner != 0 => "it belongs to another user.",
            { IsOpenToOthers: true } status => $"its permissions are {status.Permissions}, so that others could read it. Run: chmod 600",
            _ => null,
        };
    }
}
