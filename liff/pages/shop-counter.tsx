import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Redeemed } from '../../bot/liff-api/contract.ts';
import { useAct } from '../hooks/use-act.ts';
import { useApp } from '../hooks/use-app.ts';
import { usePagesWords } from '../hooks/use-more-words.ts';
import { useWords } from '../hooks/use-words.ts';
import { bahtOf } from '../text/format.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';

type Answer = { kind: 'redeemed'; redeemed: Redeemed } | { kind: 'refused'; words: string };

/** Scan or type a code; the answer fills the screen, to be read across the counter. */
export function ShopCounter({ onRedeemed }: { onRedeemed: () => void }): JSX.Element {
  const { shop } = usePagesWords();
  const { session } = useApp();
  const act = useAct();
  const [typing, setTyping] = useState(false);
  const [redeemed, setRedeemed] = useState<Redeemed>();
  const redeem = (code: string) => {
    setTyping(false);
    void act.run('/api/shop/redeem', { code }, (answer) => {
      setRedeemed(answer);
      onRedeemed();
    });
  };
  const scan = async () => {
    const line = await session.line().catch(() => undefined);
    if (!line?.canScan()) return setTyping(true);
    // A camera that is refused or closed leaves typing.
    const code = await line.scanCode().catch(() => undefined);
    return code === undefined ? setTyping(true) : redeem(code);
  };
  const answer: Answer | undefined = redeemed
    ? { kind: 'redeemed', redeemed }
    : act.problem
      ? { kind: 'refused', words: act.problem }
      : undefined;
  const close = () => {
    setRedeemed(undefined);
    act.forget();
  };
  return (
    <div class="shop-counter">
      <Button icon="scan" busy={act.busy} onClick={() => void scan()}>
        {shop.scan}
      </Button>
      <Button kind="secondary" busy={act.busy} onClick={() => setTyping(true)}>
        {shop.type}
      </Button>
      {typing && <TypeCode onCode={redeem} onClose={() => setTyping(false)} />}
      {answer && (
        <FullAnswer
          answer={answer}
          onClose={close}
          onAgain={() => {
            close();
            setTyping(true);
          }}
        />
      )}
    </div>
  );
}

function TypeCode({ onCode, onClose }: { onCode: (code: string) => void; onClose: () => void }): JSX.Element {
  const { shop } = usePagesWords();
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <Dialog title={shop.codeTitle} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim() === '') setMissing(true);
          else onCode(code.trim());
        }}
      >
        <Field
          id="code"
          label={shop.codeLabel}
          hint={shop.codeHint}
          error={missing ? shop.codeMissing : undefined}
          value={code}
          onInput={setCode}
        />
        <Button wide type="submit">
          {shop.check}
        </Button>
      </form>
    </Dialog>
  );
}

function FullAnswer({ answer, onClose, onAgain }: { answer: Answer; onClose: () => void; onAgain: () => void }): JSX.Element {
  const words = usePagesWords();
  const { units } = useWords();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  const good = answer.kind === 'redeemed';
  return (
    <dialog ref={box} class={`answer${good ? '' : ' answer--needs'}`} aria-labelledby="answer-title" onClose={onClose}>
      <div class="answer__in" role="alert">
        <Icon name={good ? 'tick' : 'alert'} size={120} />
        {answer.kind === 'redeemed' ? (
          <>
            <p class="answer__number">{units.meals(answer.redeemed.meals)}</p>
            <p id="answer-title" class="answer__words">
              {words.shop.redeemed}
            </p>
            <p>{words.shop.pay(words.baht(bahtOf(answer.redeemed.paySatang)))}</p>
          </>
        ) : (
          <>
            <p class="answer__number answer__number--words">{words.shop.notRedeemed}</p>
            <p id="answer-title" class="answer__words">
              {answer.words}
            </p>
          </>
        )}
      </div>
      <div class="stack">
        {!good && (
          <Button wide onClick={onAgain}>
            {words.shop.tryAgain}
          </Button>
        )}
        <Button wide kind="secondary" onClick={onClose}>
          {words.shop.nextCustomer}
        </Button>
      </div>
    </dialog>
  );
}
