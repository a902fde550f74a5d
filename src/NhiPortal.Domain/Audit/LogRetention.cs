namespace NhiPortal.Domain.Audit;

/// <summary>How long events stay in the database, and where a stretch that may leave it ends.</summary>
public static class LogRetention
{
    /// <summary>Whatever is set, so many years stay: the portal's own rules, controls and simulations read less far back.</summary>
    public const int LeastYears = 2, MostYears = 100, DefaultYears = 7;

    /// <summary>No archive holds more events, so that it can be written, read back and carried in one piece.</summary>
    public const long LargestStretch = 1 << 20;

    /// <summary>What is older may leave the database. It moves by calendar quarters: nobody is asked to agree every night.</summary>
    public static DateTimeOffset Before(DateTimeOffset now, int years)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(years, LeastYears);
        var moment = now.ToUniversalTime().AddYears(-years);
        return new DateTimeOffset(moment.Year, ((moment.Month - 1) / 3 * 3) + 1, 1, 0, 0, 0, TimeSpan.Zero);
    }

    /// <summary>The end of the whole tiles before a leaf: hashes stay in tiles, and half of one is never archived.</summary>
    public static long WholeEnd(long leaf) => leaf - (leaf % MerkleTree.TileWidth);
}
