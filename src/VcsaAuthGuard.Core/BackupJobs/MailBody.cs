using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>Finds the HTML of a mail that was saved as a file (.eml), such as Veeam's. Sources: RFC 5322, RFC 2045 and RFC 2046.</summary>
internal static class MailBody
{
    /// <summary>The maximum depth of nested parts; deeper ones are ignored.</summary>
    private const int MaxDepth = 8;

    private static readonly Regex Header = new(@"^[A-Za-z][A-Za-z0-9-]*:[ \t]", RegexOptions.CultureInvariant);

    /// <summary>Returns whether a text begins as a mail does.</summary>
    public static bool IsMail(string start)
    {
        string head = HeadOf(Normalize(start)).Head;
        return Header.IsMatch(start)
            && ValueOf(head, "Content-Type").Length > 0
            && (ValueOf(head, "From") + ValueOf(head, "MIME-Version")).Length > 0;
    }

    /// <summary>Gets the HTML of a mail; null if it has none.</summary>
    public static string? FindHtml(string mail) => FindHtml(Normalize(mail), 0);

    private static string? FindHtml(string part, int depth)
    {
        (string head, string body) = HeadOf(part);
        string type = ValueOf(head, "Content-Type");
        Match boundary = Regex.Match(type, @"boundary=""?(?<text>[^"";]+)""?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && boundary.Success && depth < MaxDepth)
        {
            string[] parts = ("\n" + body).Split([$"\n--{boundary.Groups["text"].Value.Trim()}"], StringSplitOptions.None);
            return parts.Skip(1).Select(inner => FindHtml(inner.TrimStart('\n', ' '), depth + 1)).FirstOrDefault(html => html is not null);
        }

        return type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
            ? Decode(body, ValueOf(head, "Content-Transfer-Encoding").Trim(), EncodingOf(type))
            : null;
    }

    private static string? Decode(string body, string transfer, Encoding encoding)
    {
        try
        {
            return transfer.ToUpperInvariant() switch
            {
                "BASE64" => encoding.GetString(Convert.FromBase64String(body)),
                "QUOTED-PRINTABLE" => encoding.GetString([.. Unquote(body)]),
                _ => body,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static IEnumerable<byte> Unquote(string body)
    {
        for (int i = 0; i < body.Length; i++)
        {
            if (body[i] != '=')
            {
                foreach (byte plain in Encoding.UTF8.GetBytes(body.Substring(i, 1)))
                {
                    yield return plain;
                }
            }
            else if (i + 2 < body.Length && TryHex(body.Substring(i + 1, 2), out byte quoted))
            {
                yield return quoted;
                i += 2;
            }
            else if (i + 1 < body.Length && body[i + 1] == '\n')
            {
                // A line that goes on.
                i++;
            }
        }
    }

    private static bool TryHex(string text, out byte value) =>
        byte.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    private static Encoding EncodingOf(string type)
    {
        const int Latin1 = 28591;
        Match charset = Regex.Match(type, @"charset=""?(?<name>[\w-]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        bool isUtf8 = !charset.Success || charset.Groups["name"].Value.StartsWith("utf", StringComparison.OrdinalIgnoreCase)
            || charset.Groups["name"].Value.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
        return isUtf8 ? Encoding.UTF8 : Encoding.GetEncoding(Latin1);
    }

    private static string Normalize(string text) => text.Replace("\r\n", "\n");

    private static (string Head, string Body) HeadOf(string part)
    {
        int end = part.IndexOf("\n\n", StringComparison.Ordinal);
        string head = end < 0 ? part : part.Substring(0, end);
        return (Regex.Replace(head, "\n[ \t]+", " "), end < 0 ? "" : part.Substring(end + 2));
    }

    private static string ValueOf(string head, string name) => head.Split('\n')
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?.Substring(name.Length + 1).Trim() ?? "";
}
