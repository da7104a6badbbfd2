namespace VcsaAuthGuard.Text;

/// <summary>Represents a value of a YAML document with its place.</summary>
internal sealed class YamlItem
{
    /// <summary>Gets the 1-based line that the value starts on; 0 for a value from elsewhere.</summary>
    public long Line { get; init; }

    /// <summary>Gets the text of a scalar; null for a list, a mapping and an empty value.</summary>
    public string? Text { get; init; }

    /// <summary>Gets whether a scalar is written without quotes, so that <c>10</c> is a number and <c>true</c> a Boolean.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Gets the items of a list; null for other values.</summary>
    public List<YamlItem>? Items { get; init; }

    /// <summary>Gets the members of a mapping, in the order of the document; null for other values.</summary>
    public List<YamlMember>? Members { get; init; }

    /// <summary>Gets whether there is no value behind a key.</summary>
    public bool IsEmpty => Text is null && Items is null && Members is null;

    /// <summary>Gets the kind of the value, for messages.</summary>
    public string Kind => Items is not null ? "a list" : Members is not null ? "a mapping" : IsEmpty ? "empty" : "a single value";

    /// <summary>Returns the value of a key; null if the mapping does not have it.</summary>
    public YamlItem? Find(string key) => Members?.Find(member => member.Key == key)?.Value;
}
