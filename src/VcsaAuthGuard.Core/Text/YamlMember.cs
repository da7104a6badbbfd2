namespace VcsaAuthGuard.Text;

/// <summary>Represents a key of a YAML mapping and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Line">The 1-based line of the key; 0 for one from elsewhere.</param>
/// <param name="Value">The value.</param>
internal sealed record YamlMember(string Key, long Line, YamlItem Value);
