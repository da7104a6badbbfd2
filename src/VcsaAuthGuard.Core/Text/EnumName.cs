namespace VcsaAuthGuard.Text;

/// <summary>
/// Parses the names of enumerations in files that people write. The TryParse of <see cref="Enum"/> also takes
/// numbers, signs and lists, for which there may be no value.
/// </summary>
internal static class EnumName
{
    /// <summary>Parses a name, whatever its case and the blanks around it.</summary>
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        string name = text.Trim();
        foreach (T candidate in Values<T>())
        {
            if (string.Equals(candidate.ToString(), name, StringComparison.OrdinalIgnoreCase))
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Parses a name.</summary>
    /// <exception cref="FormatException">The enumeration has no such name.</exception>
    public static T Parse<T>(string text)
        where T : struct, Enum =>
        TryParse(text, out T value)
            ? value
            : throw new FormatException($"'{text}' is not valid: use {string.Join(", ", Values<T>())}.");

    /// <summary>Returns the values of an enumeration.</summary>
    public static T[] Values<T>()
        where T : struct, Enum =>
#if NET
        Enum.GetValues<T>();
#else
        (T[])Enum.GetValues(typeof(T));
#endif
}
