namespace VcsaAuthGuard.Text;

/// <summary>Finds the name that a mistyped word most likely stands for.</summary>
public static class NearNames
{
    /// <summary>More changes than a third of the word's letters make another word.</summary>
    private const int LettersPerChange = 3;

    /// <summary>Returns the nearest of some names; null when none is near.</summary>
    /// <param name="word">The word.</param>
    /// <param name="names">The names.</param>
    public static string? Find(string word, IEnumerable<string> names)
    {
        _ = word ?? throw new ArgumentNullException(nameof(word));
        _ = names ?? throw new ArgumentNullException(nameof(names));
        int most = Math.Max(1, word.TrimStart('-').Length / LettersPerChange);
        return names
            .Select(name => (Name: name, Changes: CountChanges(word, name)))
            .Where(item => item.Changes <= most)
            .OrderBy(item => item.Changes)
            .Select(item => item.Name)
            .FirstOrDefault();
    }

    /// <summary>Counts the letters to insert, remove, replace or swap with their neighbour (the restricted Damerau-Levenshtein
    /// distance). A capital and a small letter are the same.</summary>
    private static int CountChanges(string left, string right)
    {
        int[,] changes = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    changes[i, j] = i + j;
                    continue;
                }

                int replaced = changes[i - 1, j - 1] + (IsSame(left[i - 1], right[j - 1]) ? 0 : 1);
                changes[i, j] = Math.Min(replaced, 1 + Math.Min(changes[i - 1, j], changes[i, j - 1]));
                if (i > 1 && j > 1 && IsSame(left[i - 1], right[j - 2]) && IsSame(left[i - 2], right[j - 1]))
                {
                    changes[i, j] = Math.Min(changes[i, j], changes[i - 2, j - 2] + 1);
                }
            }
        }

        return changes[left.Length, right.Length];
    }

    private static bool IsSame(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
