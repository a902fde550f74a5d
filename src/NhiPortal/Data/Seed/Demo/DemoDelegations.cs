using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Owners who are away, and who stands in for them: one now, one asked and not answered, one that is over.</summary>
internal static class DemoDelegations
{
    public static void Plan(DemoWorld world)
    {
        Lend(world, "noor", "zoe", 2, 7, "On leave until next week.", accepted: true);
        Lend(world, "jonas", "priya", 0.2, 5, "At a conference; back on Monday.", accepted: false);
        Lend(world, "sofia", "mateo", 31, 10, "Parental leave, first part.", accepted: true);
    }

    private static void Lend(DemoWorld world, string from, string to, double daysAgo, int days, string reason, bool accepted) => world.Line.At(world.Now.AddDays(-daysAgo), at =>
    {
        var (lender, standIn) = (world.People[from], world.People[to]);
        var made = Delegation.Offer(new DelegationOffer(lender.TenantId, lender.Id, standIn.Id, at, at.AddDays(days), reason), at).Value;
        world.Delegations.Add(made);
        var until = $"until {made.Until:d MMM yyyy, HH:mm} UTC.";
        AuditNote Note(string kind, string sentence) => new(kind, sentence)
        {
            Tenant = lender.TenantId,
            Person = Work.Thing(standIn),
            Facts = new Dictionary<string, string?> { ["lender"] = lender.Name, ["reason"] = kind == "delegation.offered" ? reason : null, ["until"] = made.Until.ToString("o") },
        };
        world.Record(DemoWorld.As(lender), at, Note("delegation.offered", $"{lender.Name} asked {standIn.Name} to stand in in every role {until}"));
        if (!accepted)
            return;
        world.Line.At(at.AddHours(1), then =>
        {
            made.Accept(then);
            world.Record(DemoWorld.As(standIn), then, Note("delegation.accepted", $"{standIn.Name} accepted to stand in: {standIn.Name} for {lender.Name}, in every role, {until}"));
        });
        if (made.Until < world.Now)
            world.Line.At(made.Until, then =>
            {
                made.Close(then);
                world.Record(Actor.Rule("end due delegations"), then, Note("delegation.over", $"The time of standing in is over: {standIn.Name} for {lender.Name}, in every role, {until}"));
            });
    });
}
