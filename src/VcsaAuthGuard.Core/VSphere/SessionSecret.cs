using System.Diagnostics;

namespace VcsaAuthGuard.VSphere;

/// <summary>
/// The value of the cookie <c>vmware_soap_session</c>: whoever has it is logged in. Nothing prints it by accident; it has no public
/// property and <see cref="ToString"/> does not tell it.
/// </summary>
[DebuggerDisplay("(session secret)")]
public sealed class SessionSecret
{
    /// <summary>Far longer than any secret seen (a quoted GUID).</summary>
    private const int MaxLength = 4096;

    private readonly string _value;

    /// <summary>Takes the secret of a session that is there.</summary>
    /// <param name="value">The cookie's value as the server gave it, quotes included.</param>
    /// <exception cref="ArgumentException">The text cannot be the value of a cookie; the message does not repeat it.</exception>
    public SessionSecret(string value)
    {
        _value = IsCookieValue(value)
            ? value
            : throw new ArgumentException("A session secret is the value of a cookie: text of printable ASCII characters without spaces, commas and semicolons.", nameof(value));
    }

    /// <summary>The value itself, for the request that needs it and for keeping the session beyond this process. Never for a message.</summary>
    public string Reveal() => _value;

    /// <summary>Words in place of the secret.</summary>
    public override string ToString() => "(session secret)";

    /// <summary>Whether both open the same session: some programs drop the quotes round a cookie's value.</summary>
    /// <param name="other">The other secret.</param>
    public bool IsSameAs(SessionSecret other) => _value.Trim('"') == other._value.Trim('"');

    internal static bool IsCookieValue(string? value) =>
        value is { Length: > 0 and <= MaxLength } && value.All(c => c is > ' ' and < '\x7f' and not (',' or ';'));
}
