using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.People;

namespace NhiPortal.Domain.Tests.People;

/// <summary>What a directory says is taken over exactly, and whatever is doubtful changes nobody.</summary>
public sealed class PeopleComparisonTests
{
    private static readonly string[] Ids = ["a", "b", "c", "d", "e", "f"];

    private static readonly Gen<IReadOnlyList<DirectoryEntry>> Readings = Gen.ListOf(
        from id in Gen.Elements(Ids)
        from name in Gen.Elements("Ann", "Bo", "\u202ECy", "")
        from mail in Gen.Elements("x@h.example", "y@h.example", "")
        from enabled in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from manager in Gen.Elements([.. Ids, "nobody", null])
        from fault in Gen.Frequency((8, Gen.Constant<string?>(null)), (1, Gen.Constant<string?>("is a group.")))
        select new DirectoryEntry { Place = $"line of {id}", ObjectId = id, Name = name, Mail = mail, Enabled = enabled, Manager = manager, Fault = fault })
        .Select(list => (IReadOnlyList<DirectoryEntry>)[.. list]);

    private static readonly Gen<IReadOnlyList<KnownPerson>> Known =
        from ids in Gen.SubListOf(Ids)
        from people in Gen.CollectToList(ids, id =>
            from status in Gen.Elements(Enum.GetValues<PersonStatus>())
            from source in Gen.Elements("csv", "ldap", null)
            select new KnownPerson(new PersonId(Guid.NewGuid()), id, "Ann", "x@h.example", status, null, false, source))
        select (IReadOnlyList<KnownPerson>)[.. people];

    private static readonly Gen<(IReadOnlyList<DirectoryEntry> Found, IReadOnlyList<KnownPerson> Known)> Cases =
        from found in Readings from known in Known select (found, known);

    [Fact]
    public void Plan_ChangesEachPersonAtMostOnce_AndNobodyDoubtful() => World.Holds(Cases, pair =>
    {
        var plan = PeopleComparison.Of(pair.Found, pair.Known, "csv");
        var doubtful = pair.Found.GroupBy(entry => entry.ObjectId).Where(same => same.Count() > 1 || same.Any(entry => entry.Fault is not null)).Select(same => same.Key).ToHashSet();
        return plan.Changes.Select(change => change.ObjectId).Distinct().Count() == plan.Changes.Count
            && plan.Changes.All(change => !doubtful.Contains(change.ObjectId))
            && plan.Lines.Count(line => line.Kind == SyncLineKind.Refused) >= doubtful.Count;
    });

    [Fact]
    public void Plan_LetsGoOnlyWhomTheSourceVouchedFor() => World.Holds(Cases, pair =>
        PeopleComparison.Of(pair.Found, pair.Known, "csv").Changes.Where(change => change.Kind == PersonChangeKind.Left)
            .All(change => change.Known!.Source == "csv" && pair.Found.All(entry => entry.ObjectId != change.ObjectId)));

    [Fact]
    public void Plan_NamesNoManagerInACircle_AndLeadersFirst() => World.Holds(Cases, pair =>
    {
        var entries = PeopleComparison.Of(pair.Found, [], "csv").Changes.Select(change => change.Entry!).ToList();
        var told = new HashSet<string>();
        // Each leader stands before whom they lead, so no circle can be left.
        return entries.TrueForAll(entry => (entry.Manager is null || told.Contains(entry.Manager)) && told.Add(entry.ObjectId));
    });

    [Fact]
    public void Plan_AppliedInFull_LeavesNothingToChange() => World.Holds(Cases, pair =>
    {
        var plan = PeopleComparison.Of(pair.Found, pair.Known, "csv");
        var after = pair.Known.ToDictionary(person => person.ObjectId);
        foreach (var change in plan.Changes)
            after[change.ObjectId] = change.Entry is { } entry
                ? new KnownPerson(default, entry.ObjectId, entry.Name, entry.Mail, entry.Enabled ? PersonStatus.Active : PersonStatus.Disabled, entry.Manager, entry.External, "csv")
                : change.Known! with { Status = PersonStatus.Left };
        return PeopleComparison.Of(pair.Found, after.Values, "csv").Changes.Count == 0;
    });

    [Theory]
    [InlineData(100, 10, 5, false)]
    [InlineData(100, 11, 5, true)]
    [InlineData(10, 4, 5, false)]
    [InlineData(10, 5, 5, true)]
    public void Suspicion_NeedsTheShareAndTheNumber(int known, int going, int atLeast, bool suspicious) =>
        Assert.Equal(suspicious, new PeoplePlan([], [], 1, known, going).Suspicion(10, atLeast) is not null);

    [Fact]
    public void Suspicion_NobodyAtAll_IsNeverTheTruth()
    {
        Assert.Equal("sync_empty", new PeoplePlan([], [], 0, 1, 1).Suspicion(100, 1000)?.Code);
        Assert.Null(new PeoplePlan([], [], 0, 0, 0).Suspicion(10, 5));
    }

    [Fact]
    public void Names_HostileOrEndless_AreCutAndCleaned()
    {
        DirectoryEntry[] found =
        [
            new() { Place = "1", ObjectId = "a", Name = "\u202Eevil\u0007" },
            new() { Place = "2", ObjectId = "b", Name = new string('x', 5000) },
            new() { Place = "3", ObjectId = "c", Mail = "c@h.example" },
            new() { Place = "4", ObjectId = new string('i', 101), Name = "Too long" },
        ];
        var plan = PeopleComparison.Of(found, [], "csv");
        Assert.Equal(["evil", new string('x', 200), "c@h.example"], plan.Changes.Select(change => change.Name));
        Assert.StartsWith("4: The object id has 101 characters", Assert.Single(plan.Lines).Sentence, StringComparison.Ordinal);
    }
}
