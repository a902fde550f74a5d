using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

/// <summary>Whatever single thing is done to the signed part of a log, reading it tells.</summary>
public class LogVerificationMutationTests
{
    private const int Size = 60;

    private static readonly (string Name, Action<SampleLog, int, Random> Apply)[] Mutations =
    [
        ("bit of a body", (log, at, random) => log.Rows[at].Body[random.Next(log.Rows[at].Body.Length)] ^= (byte)(1 << random.Next(8))),
        ("bit of a hash", (log, at, random) => log.Rows[at] = log.Rows[at] with { Hash = log.Rows[at].Hash.Flip(random.Next(256)) }),
        ("body and hash", (log, at, _) => log.Rows[at] = log.Rows[at].Rewritten()),
        ("index", (log, at, random) => log.Rows[at] = log.Rows[at] with { Index = at + random.Next(1, 100) * (random.Next(2) * 2 - 1) }),
        ("remove", (log, at, _) => log.Rows.RemoveAt(at)),
        ("remove and renumber", (log, at, _) => { log.Rows.RemoveAt(at); log.Renumber(); }),
        ("insert", (log, at, random) => log.Rows.Insert(at, SampleRow.Of(random.Next(Size), "{}"))),
        ("insert and renumber", (log, at, _) => { log.Rows.Insert(at, SampleRow.Of(at, "{}")); log.Renumber(); }),
        ("duplicate", (log, at, random) => log.Rows.Insert(random.Next(Size), log.Rows[at])),
        // Not in the last place: the last row once more is a row after the signed part, which is nobody's fault yet.
        ("duplicate and renumber", (log, at, random) => { log.Rows.Insert(random.Next(Size - 1), log.Rows[at]); log.Renumber(); }),
        ("swap", (log, at, random) => Swap(log, at, random)),
        ("swap and renumber", (log, at, random) => { Swap(log, at, random); log.Renumber(); }),
        ("cut tail", (log, at, _) => log.Rows.RemoveRange(at, Size - at)),
        ("character of a checkpoint", (log, at, random) => Garble(log, at % log.Checkpoints.Count, random)),
        ("all checkpoints", (log, _, _) => log.Checkpoints.Clear()),
    ];

    [Fact]
    public void Finish_AnySingleMutation_IsNotIntact() => Prop.ForAll(
        Gen.Choose(0, Mutations.Length - 1).SelectMany(kind => Gen.Choose(0, 1_000_000).Select(seed => (kind, seed))).ToArbitrary(),
        c =>
        {
            var random = new Random(c.seed);
            using var log = new SampleLog(Size, random.Next(Size), random.Next(Size), Size);
            Assert.True(log.Verify().Intact);
            Mutations[c.kind].Apply(log, random.Next(Size), random);
            Assert.False(log.Verify().Intact, Mutations[c.kind].Name);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(600));

    [Fact]
    public void Finish_ManyFaults_KeepsTwentyAndCountsAll()
    {
        using var log = new SampleLog(2000, 500, 2000);
        log.Checkpoints.AddRange(Enumerable.Repeat("rubbish", 30));
        for (var i = 0; i < 2000; i++) log.Rows[i] = log.Rows[i] with { Body = Encoding.UTF8.GetBytes("{}") };
        log.Rows.RemoveAll(row => row.Index % 2 == 1);
        var report = log.Verify();
        Assert.Equal(20, report.Faults.Count);
        Assert.Contains(report.Faults, fault => fault.Kind == LogFaultKind.RemovedRow && fault.LeafIndex == 1);
        Assert.Contains(report.Faults, fault => fault.Kind == LogFaultKind.ChangedRow && fault.LeafIndex == 0);
        Assert.Equal(30 + 1000 + 999 + 1 + 1, report.FaultCount);
    }

    private static void Swap(SampleLog log, int at, Random random)
    {
        var other = (at + random.Next(1, Size)) % Size;
        (log.Rows[at], log.Rows[other]) = (log.Rows[other], log.Rows[at]);
    }

    private static void Garble(SampleLog log, int position, Random random)
    {
        var jws = log.Checkpoints[position].ToCharArray();
        jws[random.Next(jws.Length)] = '*';
        log.Checkpoints[position] = new string(jws);
    }
}
