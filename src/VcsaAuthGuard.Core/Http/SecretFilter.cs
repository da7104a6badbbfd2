using System.Net;
using System.Text;
using System.Text.Json;

namespace VcsaAuthGuard.Http;

/// <summary>
/// Keeps secrets out of messages that show a server's text: some servers and proxies repeat the request in their error pages. Thread-safe.
/// </summary>
internal sealed class SecretFilter
{
    /// <summary>The text shown in place of one that repeats a secret.</summary>
    public const string Replacement = "(not shown: it repeats a secret)";

    private readonly object _lock = new();
    private readonly HashSet<string> _forms = [];

    /// <summary>Adds a secret, in all forms in which a page may repeat it.</summary>
    public void Add(string? secret)
    {
        if (secret is not { Length: > 0 })
        {
            return;
        }

        lock (_lock)
        {
            _forms.Add(secret);
            _forms.Add(WebUtility.HtmlEncode(secret));
            _forms.Add(Uri.EscapeDataString(secret));
            _forms.Add(JsonEncodedText.Encode(secret).ToString());
        }
    }

    /// <summary>Adds a password and the Authorization header that contains it, and returns the header's value.</summary>
    public string AddBasic(NetworkCredential credential)
    {
        string basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"));
        Add(credential.Password);
        Add(basic);
        return "Basic " + basic;
    }

    /// <summary>Determines whether a text repeats a secret.</summary>
    public bool IsIn(string text)
    {
        lock (_lock)
        {
            return _forms.Any(text.Contains);
        }
    }

    /// <summary>Returns a shortened form of a server's text, or <see cref="Replacement"/> where either of them repeats a secret.</summary>
    /// <param name="text">The whole text, as the server sent it.</param>
    /// <param name="shorten">Makes the text fit for a message.</param>
    public string Redact(string text, Func<string, string> shorten)
    {
        // A secret may be readable in the text only before markup is removed, or only after.
        if (IsIn(text))
        {
            return Replacement;
        }

        string shown = shorten(text);
        return IsIn(shown) ? Replacement : shown;
    }
}
