using System.Collections.ObjectModel;

namespace VcsaAuthGuard.Text;

/// <summary>
/// Represents a list as a property of an output object: PowerShell can index it, and its text is that of its items, so that a file of CSV
/// has the items and not the name of a type.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class ItemList<T> : ReadOnlyCollection<T>
{
    /// <summary>Creates a list.</summary>
    /// <param name="items">The items; null if there is none.</param>
    public ItemList(IEnumerable<T>? items)
        : base([.. items ?? []])
    {
    }

    /// <summary>Returns the texts of the items, separated by semicolons.</summary>
    public override string ToString() => string.Join(";", this);
}
