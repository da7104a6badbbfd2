namespace VcsaAuthGuard.GatewayQueues;

/// <summary>Exact quantiles without sorting all (C. A. R. Hoare's selection).</summary>
internal static class Selection
{
    /// <summary>The smallest of the values that at least a share of them does not exceed (nearest rank).</summary>
    /// <param name="values">The values; their order is changed.</param>
    /// <param name="count">How many of the array count, at least 1.</param>
    /// <param name="percent">The share, 1 to 100.</param>
    public static long Percentile(long[] values, int count, int percent)
    {
        int rank = (int)((((long)count * percent) + 99) / 100) - 1;
        int low = 0, high = count - 1;

        // A pivot at random: no order of the waits, and they come in saw teeth, makes it slow.
        SeededRandom random = new(seed: count, stream: 0);
        while (low < high)
        {
            long pivot = values[low + random.NextIndex(high - low + 1)];
            int left = low, right = high;
            while (left <= right)
            {
                while (values[left] < pivot)
                {
                    left++;
                }

                while (values[right] > pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    left++;
                    right--;
                }
            }

            if (rank <= right)
            {
                high = right;
            }
            else if (rank >= left)
            {
                low = left;
            }
            else
            {
                break;
            }
        }

        return values[rank];
    }
}
