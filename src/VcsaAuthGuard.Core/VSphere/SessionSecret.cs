using System.Diagnostics;

namespace VcsaAuthGuard.VSphere;

/// <summary>
/// Represents the value of the cookie <c>vmware_soap_session</c>, which is sufficient to use the session. It has no public property and
/// <see cref="ToString"/> does not return it, so that it is not printed by accident.
/// </summary>
[DebuggerDisplay("(session secret)")]
public sealed class SessionSecret
{
    /// <summary>Much longer than any known secret (a quoted GUID).</summary>
    private const int MaxLength = 4096;

    private readonly string _value;

    /// <summary>Initializes the secret of an existing session.</summary>
    /// <param name="value">The cookie's value as the server gave it, quotes included.</param>
    /// <exception cref="ArgumentException">The text cannot be the value of a cookie; the message does not repeat it.</exception>
    public SessionSecret(string value)
    {
        _value = IsCookieValue(value)
            ? value
            : throw new ArgumentException(
                "A session secret is the value of a cookie: text of printable ASCII characters without spaces, commas and semicolons.",
                nameof(value)
            );
    }

    /// <summary>Returns the value, for requests and for storing the session. It must not be used in messages.</summary>
    public string Reveal() => _value;

    /// <summary>Returns a placeholder for the secret.</summary>
    public override string ToString() => "(session secret)";

    /// <summary>Determines whether two secrets are of the same session: some programs remove the quotes around a cookie's value.</summary>
    /// <param name="other">The other secret.</param>
    public bool IsSameAs(SessionSecret other) => _value.Trim('"') == other._value.Trim('"');

    internal static bool IsCookieValue(string? value) =>
        value is { Length: > 0 and <= MaxLength } && value.All(c => c is > ' ' and < '\x7f' and not (',' or ';'));
}
