namespace VcsaAuthGuard.GatewayQueues;

/// <summary>Finds exact quantiles without sorting (C. A. R. Hoare's selection).</summary>
internal static class Selection
{
    /// <summary>Returns the smallest value that at least a share of the values does not exceed (nearest rank).</summary>
    /// <param name="values">The values; their order is changed.</param>
    /// <param name="count">The number of elements to look at, at least 1.</param>
    /// <param name="percent">The share, 1 to 100.</param>
    public static long Percentile(long[] values, int count, int percent)
    {
        int rank = (int)((((long)count * percent) + 99) / 100) - 1;
        int low = 0, high = count - 1;

        // The pivot is random, so that no order of the waits makes the search slow; they come in saw teeth.
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
