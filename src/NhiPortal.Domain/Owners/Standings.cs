namespace NhiPortal.Domain.Owners;

/// <summary>Sums up an integration's owners for lists: the worst state on any of its ways.</summary>
public static class Standings
{
    /// <param name="holders">Accepted ownerships on the integration's ways, with whether their person is active.</param>
    /// <param name="complete">Whether every role that must be held has an entry among them.</param>
    /// <param name="now">The moment judged.</param>
    public static Standing Of(IEnumerable<(Ownership Ownership, bool PersonActive)> holders, bool complete, DateTimeOffset now)
    {
        var worst = complete ? Standing.Accountable : Standing.Gap;
        foreach (var (ownership, active) in holders)
        {
            var standing = ownership.State(now, active) switch
            {
                OwnershipState.Accepted => Standing.Accountable,
                OwnershipState.Due => Standing.Due,
                OwnershipState.Overdue => Standing.Overdue,
                _ => Standing.Gap,
            };
            if (standing < worst)
                worst = standing;
        }

        return worst;
    }
}
