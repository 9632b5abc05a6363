// The meaning, cause and fix of each problem, in Korean.

/**
 * @import { Facts } from "../details/diagnosis.js"
 * @import { Lesson } from "./problems.en.js"
 */

const EXAMPLE = "2024-05-29T07:07:25.193493Z";

/** @param {number} count */
const number = (count) => count.toLocaleString("ko");

/** @param {number} count */
const bytes = (count) => `${number(count)}바이트`;

/** @param {Facts} facts */
const difference = ({ declared, actual }) => bytes(Math.abs(declared - actual));

/** @param {Facts} facts */
const withoutLineEnd = ({ number }) => (number ? "줄바꿈을 뺀 " : "");

/** @param {Facts} facts */
const write = ({ guess }) =>
  guess ? `${guess} 형식으로 보내십시오` : `${EXAMPLE} 같은 RFC 3339 형식으로 보내십시오`;

/**
 * @param {string} found
 * @param {string} [more]
 * @returns {Lesson}
 */
const timestamp = (found, more = "") => ({
  found: () => found,
  fix: (facts) => `${more}${write(facts)}. 시각이 없으면 “-”를 보냅니다.`,
});

/** How the literals of the pattern are said. @type {Record<string, string>} */
const LITERALS = { " ": "공백", " <": "공백과 “<”", ">": "“>”" };

const COUNT_BYTES =
  "UTF-8로 인코딩한 바이트 수를 세십시오. Node는 Buffer.byteLength(text), Python은 len(text.encode()), Ruby는 text.bytesize입니다.";
const FROM_THE_DRAIN = "드레인이 보낸 요청 본문을 바이트 그대로 저장해 파싱하십시오.";
const PUT_A_COUNT =
  "각 메시지 앞에 바이트 수와 공백을 넣으십시오. 줄 단위 프레이밍이라면 바이트 수 대신 “-”도 됩니다.";
const SEND_RFC_5424 =
  'RFC 5424와 옥텟 카운트로 보내도록 설정하십시오. rsyslog: template="RSYSLOG_SyslogProtocol23Format" TCP_Framing="octet-counted". syslog-ng: syslog() 드라이버.';
const KEEP_THE_BODY =
  "본문을 그대로 보내십시오. curl에서는 --data-binary @file을 쓰십시오. -d @file은 줄바꿈을 없앱니다.";
const COUNT_LAST = "카운트는 마지막에 세십시오.";
const ADD_A_DRAIN = "수신 엔드포인트로 드레인을 추가하십시오. heroku drains:add https://…";

/** @type {typeof import("./problems.en.js").problems} */
export const problems = {
  expected: "기대값",
  found: "실제",
  inPanther: "Panther에서는",
  fix: "해결 방법",
  parserSays: "파서 메시지",
  endOfBytes: "끝",

  titles: {
    "octet-count-mismatch": "옥텟 카운트가 맞지 않습니다",
    truncated: "프레임이 끝까지 있지 않습니다",
    crlf: "Windows 줄바꿈(CRLF)입니다",
    "byte-order-mark": "페이로드가 BOM으로 시작합니다",
    "invalid-utf8": "UTF-8이 아닌 바이트가 있습니다",
    "priority-out-of-range": "priority가 범위를 벗어났습니다",
    "not-a-frame": "프레임이 아닙니다",
    "missing-octet-count": "syslog 메시지에 옥텟 카운트가 없습니다",
    "delimiter-missing": "구분자가 없습니다",
    "invalid-integer": "정수가 아닙니다",
    "invalid-timestamp": "타임스탬프가 아닙니다",
    "frame-too-long": "프레임이 너무 깁니다",
    "gzip-payload": "압축된 페이로드입니다",
    "utf16-payload": "UTF-16 페이로드입니다",
    "json-payload": "JSON 페이로드입니다",
    "form-encoded": "폼 인코딩된 페이로드입니다",
    "base64-payload": "Base64 페이로드입니다",
    "html-escaped": "HTML로 이스케이프된 페이로드입니다",
    "cli-output": "“heroku logs” 명령의 출력입니다",
  },

  expectations: {
    "octet-count-mismatch": ({ declared }) => `카운트와 공백 뒤로 ${bytes(declared)}.`,
    truncated: ({ declared }) => `카운트와 공백 뒤로 ${bytes(declared)}.`,
    crlf: () => "Logplex처럼 LF만으로 끝나는 메시지.",
    "byte-order-mark": () => "첫 바이트부터 시작하는 옥텟 카운트.",
    "invalid-utf8": () => "전체가 UTF-8.",
    "priority-out-of-range": () => "0~191, 즉 facility(0~23) × 8 + severity(0~7).",
    "not-a-frame": () => "1~10자리 옥텟 카운트와 공백 하나.",
    "missing-octet-count": () => "priority 앞의 옥텟 카운트와 공백.",
    "delimiter-missing": ({ field, delimiter }) => `${field} 뒤의 ${LITERALS[delimiter]}.`,
    "invalid-integer": () => "숫자만, 또는 부호가 붙은 숫자. −2,147,483,648~2,147,483,647.",
    "invalid-timestamp": () => `${EXAMPLE} 형식이면서 실제로 있는 날짜와 시각.`,
    "frame-too-long": () => "제한 안에서 끝나는 프레임.",
    "gzip-payload": () => "옥텟 카운트로 시작하는 프레임.",
    "utf16-payload": () => "UTF-8로 쓴 프레임.",
    "json-payload": () => "옥텟 카운트로 시작하는 프레임.",
    "form-encoded": () => "옥텟 카운트로 시작하는 프레임.",
    "base64-payload": () => "옥텟 카운트로 시작하는 프레임.",
    "html-escaped": () => "“<”와 “>” 사이의 priority.",
    "cli-output": () => "옥텟 카운트로 시작하는 프레임.",
  },

  outcomes: {
    sameEvent:
      "이벤트가 됩니다. Panther는 줄 단위로 읽고 message_len은 숫자 필드일 뿐입니다. 다만 줄바꿈이 있는 메시지는 카운트와 상관없이 나뉩니다.",
    cutEvent: "이벤트가 되지만 메시지는 여기까지입니다.",
    crlfDropped: "같은 이벤트가 됩니다. CR도 LF와 함께 제거됩니다.",
    markRejected: "첫 줄은 이벤트가 되지 않습니다. message_len이 BOM으로 시작해 정수가 아닙니다.",
    replaced: "이벤트가 되고, 해당 바이트는 U+FFFD(�)로 바뀝니다.",
    numberKept:
      "이벤트가 됩니다. 스키마에서 priority는 정수이기만 하면 됩니다. facility나 severity를 보는 규칙에는 걸리지 않습니다.",
    nothingThere: "이벤트가 없고, 빠진 이벤트도 없습니다.",
    countIgnored:
      "줄의 나머지가 패턴과 맞으면 이벤트가 됩니다. message_len은 숫자 필드일 뿐입니다.",
    otherLines:
      "단독으로 패턴과 맞는 줄이 없으면 이벤트가 되지 않습니다. 줄 단위 프레이밍에서 확인할 수 있습니다.",
    lineRejected: "이벤트가 되지 않습니다. 줄 전체가 거부됩니다.",
    bodyTooLarge: "이벤트가 되지 않습니다. Panther의 HTTP 소스는 1 MB까지만 받습니다.",
    noLineMatches: "이벤트가 되지 않습니다. 패턴과 맞는 줄이 없습니다.",
  },

  causes: {
    countsCharacters: {
      found: (facts) =>
        `${bytes(facts.actual)}. 카운트(${number(facts.declared)})는 ${withoutLineEnd(facts)}문자 수와 정확히 같습니다. ASCII가 아닌 문자는 2~4바이트입니다.`,
      fix: () => COUNT_BYTES,
    },
    countsCodeUnits: {
      found: (facts) =>
        `${bytes(facts.actual)}. 카운트(${number(facts.declared)})는 ${withoutLineEnd(facts)}UTF-16 코드 유닛 수와 정확히 같습니다. JavaScript, Java, C#의 length 값입니다.`,
      fix: () => COUNT_BYTES,
    },
    countsCodePoints: {
      found: (facts) =>
        `${bytes(facts.actual)}. 카운트(${number(facts.declared)})는 ${withoutLineEnd(facts)}유니코드 코드 포인트 수와 정확히 같습니다. Python의 len, Ruby의 length 값입니다.`,
      fix: () => COUNT_BYTES,
    },
    lineEndsAreCrlf: {
      found: ({ actual, number: ends }) =>
        `${bytes(actual)}. 카운트보다 CR ${number(ends)}개만큼 많습니다. Windows 편집기 등을 거치며 줄바꿈이 CRLF로 바뀌었습니다.`,
      fix: () => `${FROM_THE_DRAIN} 붙여넣은 텍스트라면 줄바꿈을 LF로 선택하십시오.`,
    },
    lineEndsAreLf: {
      found: ({ actual, number: ends }) =>
        `${bytes(actual)}. LF ${number(ends)}개마다 1바이트씩 모자랍니다. CRLF로 센 뒤 텍스트 상자, Git, dos2unix 등에서 CR이 사라졌습니다.`,
      fix: () => `${FROM_THE_DRAIN} 붙여넣은 텍스트라면 줄바꿈을 CRLF로 선택하십시오.`,
    },
    lineEndLost: {
      found: (facts) =>
        `${bytes(facts.actual)}. 카운트보다 ${difference(facts)} 적습니다. 프레임을 끝내는 줄바꿈이 없습니다. 붙여넣기, 공백 다듬기(trim), curl -d @file 때문에 사라지는 경우가 많습니다.`,
      fix: () => `${KEEP_THE_BODY} 메시지 내용은 빠지지 않았습니다.`,
    },
    savedAs: {
      found: (facts) =>
        `${bytes(facts.actual)}. 카운트보다 ${difference(facts)} 적습니다. UTF-8로 세면 카운트가 맞지만 ${facts.guess} 인코딩으로 저장되었습니다.`,
      fix: () => `${FROM_THE_DRAIN} 편집기로 저장했다면 UTF-8로 저장하십시오.`,
    },
    countsItself: {
      found: ({ actual, number: own }) =>
        `${bytes(actual)}. 카운트 자신의 숫자와 공백까지 세어 ${number(own)}만큼 큽니다.`,
      fix: () => "priority의 “<”부터 세십시오.",
    },
    countSlightlyTooLarge: {
      found: (facts) =>
        `${bytes(facts.actual)}. 카운트보다 ${difference(facts)} 적습니다. 카운트 뒤의 공백까지 세었거나, 카운트를 센 뒤에 CR이나 줄 끝의 공백이 빠졌습니다.`,
      fix: () => `priority의 “<”부터, 마지막에 세십시오. ${KEEP_THE_BODY}`,
    },
    countTooLarge: {
      found: (facts) =>
        `다음 프레임까지 ${bytes(facts.actual)}. 카운트보다 ${difference(facts)} 적습니다. 비밀값 마스킹이나 줄바꿈을 없애는 curl -d @file처럼, 카운트를 센 뒤에 내용이 빠졌습니다.`,
      fix: () => `${COUNT_LAST} ${KEEP_THE_BODY}`,
    },
    countTooSmall: {
      found: (facts) =>
        `다음 프레임 또는 끝까지 ${bytes(facts.actual)}. 카운트보다 ${difference(facts)} 많습니다. 이스케이프처럼 카운트를 센 뒤에 내용이 늘었거나, 프레임이 아닌 텍스트가 이어집니다.`,
      fix: () => `${COUNT_LAST} 각 프레임을 LF로 끝내고, 프레임 사이에는 아무것도 보내지 마십시오.`,
    },
    cutAtLimit: {
      found: (facts) =>
        `${bytes(facts.actual)} 뒤에 페이로드가 끝나 ${difference(facts)} 모자랍니다. 페이로드 길이 ${bytes(facts.number)}는 제한값으로 보입니다.`,
      fix: () => "본문을 저장한 프록시, 함수, 로거의 본문 크기 제한을 늘리십시오.",
    },
    cutShort: {
      found: (facts) =>
        `${bytes(facts.actual)} 뒤에 페이로드가 끝나 ${difference(facts)} 모자랍니다.`,
      fix: () => "본문 전체를 받으십시오. 모든 청크를 기다리고 Content-Length와 비교하십시오.",
    },

    frameEndsInCrlf: {
      found: () => "Windows를 거친 텍스트처럼 CRLF. 둘 다 메시지에 들어가지 않습니다.",
      fix: () =>
        "LF로 보내십시오. 붙여넣거나 편집기로 저장했다면 요청 본문의 바이트를 그대로 쓰십시오.",
    },
    markInFront: {
      found: () => "EF BB BF, UTF-8로 쓴 U+FEFF. 일부 Windows 편집기가 파일 앞에 넣습니다.",
      fix: () => "BOM 없는 UTF-8로 저장하십시오. Python에서는 utf-8-sig로 읽습니다.",
    },

    latin1: {
      found: ({ byte, guess }) => `${byte}. Latin-1과 Windows-1252에서는 “${guess}”입니다.`,
      fix: () => "앱이 UTF-8로 쓰게 하거나, 보내기 전에 Latin-1에서 변환하십시오.",
    },
    eucKr: {
      found: ({ byte, guess }) =>
        `${byte}로 시작하는 바이트. EUC-KR(CP949)로 읽으면 “${guess}”입니다.`,
      fix: () => "앱이 UTF-8로 쓰게 하거나, 보내기 전에 CP949에서 변환하십시오.",
    },
    cutCharacter: {
      found: ({ byte, there, wanted }) =>
        `${byte}. ${bytes(wanted)}짜리 문자가 시작되지만 ${bytes(there)}만 있습니다.`,
      fix: () =>
        "문자 중간에서 텍스트가 잘렸습니다. 문자 경계에서 자르거나 앱에서 긴 줄을 나누십시오. Logplex는 10,000바이트에서 자릅니다.",
    },
    characterRest: {
      found: ({ byte }) =>
        `${byte}. 시작이 없는 문자의 뒷부분이거나 Windows-1252 같은 1바이트 인코딩입니다.`,
      fix: () => "문자 경계에서 자르고, 앱이 UTF-8로 쓰게 하십시오.",
    },
    surrogate: {
      found: () => "따로 인코딩된 서로게이트 쌍의 한쪽(CESU-8).",
      fix: () =>
        "플랫폼의 UTF-8 인코더를 쓰십시오. Oracle의 UTF8과 Java의 변형 UTF-8은 UTF-8이 아닙니다.",
    },
    overlong: {
      found: () => "UTF-8에 없는 C0. Java의 변형 UTF-8은 NUL을 C0 80으로 씁니다.",
      fix: () => "Java에서는 writeUTF 대신 getBytes(StandardCharsets.UTF_8)를 쓰십시오.",
    },
    utf16: {
      found: () => "UTF-16의 BOM인 FF FE 또는 FE FF.",
      fix: () => "UTF-8로 변환하십시오. PowerShell의 >는 UTF-16으로 씁니다.",
    },
    neverUtf8: {
      found: ({ byte }) => `${byte}. UTF-8에서 문자를 시작할 수 없는 바이트입니다.`,
      fix: () => "앱이 바이너리를 남긴다면 Base64나 16진수로, 아니라면 UTF-8로 쓰게 하십시오.",
    },

    priorityNegative: {
      found: ({ number: priority }) =>
        `음수 ${number(priority)}. facility와 severity를 알 수 없습니다.`,
      fix: () => "facility × 8 + severity를 보내십시오. 예: 190 = 23 × 8 + 6.",
    },
    priorityTooLarge: {
      found: ({ number: priority }) =>
        `${number(priority)}. 마지막 값 191 = 23 × 8 + 7보다 큽니다.`,
      fix: () => "facility × 8 + severity를 보내십시오. 예: 190 = 23 × 8 + 6.",
    },

    blanksBetween: {
      found: () => "공백이나 줄바꿈뿐입니다. 옥텟 카운팅에서는 프레임 사이에 아무것도 없습니다.",
      fix: () => "줄바꿈을 앞 프레임의 카운트에 넣거나, 이를 건너뛰는 자동 프레이밍을 쓰십시오.",
    },
    httpHead: {
      found: () => "요청을 그대로 캡처할 때 남은 HTTP 헤더.",
      fix: () => "요청마다 첫 빈 줄 뒤의 본문만 쓰십시오.",
    },
    multipartBoundary: {
      found: () => "multipart 경계. curl -F처럼 본문이 폼 데이터로 전송되었습니다.",
      fix: () => "로그를 본문으로 그대로 보내십시오. curl --data-binary @file",
    },
    linePrefix: {
      found: () => "같은 줄에서 프레임 앞에 붙은 텍스트. 예: docker compose의 “drain_1  | ”.",
      fix: () =>
        "앞에 붙은 텍스트를 빼십시오. docker compose라면 docker compose logs --no-log-prefix를 쓰십시오. 요청 본문을 그대로 저장하는 편이 낫습니다.",
    },
    countIsZero: {
      found: () => "0인 옥텟 카운트.",
      fix: () => "공백 뒤의 바이트 수를 세십시오. 줄 단위 프레이밍은 카운트를 보지 않습니다.",
    },
    countTooLong: {
      found: () => "10자리가 넘는 수.",
      fix: () => "앞의 0을 빼고 보내십시오.",
    },
    countWithoutSpace: {
      found: () => "숫자 바로 뒤의 priority.",
      fix: () => "옥텟 카운트와 “<” 사이에 공백 하나를 넣으십시오.",
    },
    countSigned: {
      found: () => "부호가 붙은 수.",
      fix: () => "숫자만 보내십시오. 줄 단위 프레이밍은 부호를 받아들입니다.",
    },
    countAbsent: {
      found: () => "옥텟 카운트 자리의 “-”.",
      fix: () => "카운트를 보내거나, 카운트가 없어도 되는 줄 단위 프레이밍을 쓰십시오.",
    },
    markInside: {
      found: () => "카운트 앞의 BOM(U+FEFF).",
      fix: () =>
        "파일을 BOM 없는 UTF-8로 저장하십시오. 파일을 이어 붙이기 전이라면 더욱 그렇습니다.",
    },
    jsonLine: {
      found: () => "앱이나 수집기가 남긴 JSON으로 보이는 텍스트.",
      fix: () =>
        "필드 안에 프레임이 있으면 그 텍스트를 꺼내십시오. 아니라면 드레인의 내용이 아닙니다.",
    },
    cliLine: {
      found: () => "“heroku logs”가 출력한 줄.",
      fix: () => ADD_A_DRAIN,
    },
    noCount: {
      found: () =>
        "옥텟 카운트가 없는 텍스트. 앞 프레임의 카운트에 들어가지 않은 줄이거나 드레인의 내용이 아닙니다.",
      fix: () => "바로 앞의 옥텟 카운트를 확인하십시오. 메시지의 모든 줄을 세어야 합니다.",
    },

    syslogWithoutCount: {
      found: () => "바로 나오는 priority. 로거가 TCP나 파일로 보내는 줄 단위 syslog입니다.",
      fix: () => PUT_A_COUNT,
    },
    oldSyslogWithoutCount: {
      found: () => "priority와 연도 없는 날짜. 옛 형식의 syslog(RFC 3164)입니다.",
      fix: () => SEND_RFC_5424,
    },

    continuationLine: {
      found: () =>
        "옥텟 카운트도 priority도 없습니다. 앞 메시지가 줄바꿈 뒤로 이어진 것으로 보입니다.",
      fix: () =>
        "자동 프레이밍이면 전체를 읽습니다. Panther에서는 앱이 이벤트마다 JSON 같은 한 줄로 남기게 하십시오.",
    },
    countMissingInLine: {
      found: () => "바로 나오는 priority. 패턴은 message_len으로 시작합니다.",
      fix: () => PUT_A_COUNT,
    },
    priorityNotFound: {
      found: () => "카운트 뒤에 priority가 없습니다. 프레임 어디에도 공백과 “<”가 없습니다.",
      fix: () => "카운트 뒤에 83 <190>1처럼 <PRI>VERSION을 보내십시오.",
    },
    priorityNotClosed: {
      found: () => "“<”는 있지만 프레임 끝까지 “>”가 없습니다.",
      fix: () => "priority를 <190> 형식으로 보내십시오.",
    },
    messageMissing: {
      found: () => "message_id 바로 뒤에서 프레임이 끝납니다. 공백도 메시지도 없습니다.",
      fix: () =>
        "메시지가 비어 있어도 공백은 보내십시오. 편집기가 줄 끝 공백을 지우는 경우가 많습니다.",
    },
    fieldsMissing: {
      found: ({ number: fields, field }) =>
        `필드 9개 중 ${number(fields)}개. ${field} 안에서 프레임이 끝납니다.`,
      fix: () =>
        "모든 필드를 보내고, 없는 값은 “-”로 보내십시오. VERSION TIMESTAMP HOSTNAME APP-NAME PROCID MSGID 메시지 순서입니다.",
    },

    integerTooLarge: {
      found: () => "32비트를 넘는 정수.",
      fix: ({ field }) =>
        field === "priority"
          ? "0~191인 facility × 8 + severity를 보내십시오."
          : "카운트와 공백 뒤의 바이트 수를 보내십시오.",
    },
    integerHidden: {
      found: () => "숫자, 그리고 그 옆의 BOM 같은 보이지 않는 문자.",
      fix: () => "보이지 않는 문자를 빼십시오. BOM 없는 UTF-8로 저장하면 대개 해결됩니다.",
    },
    integerBlank: {
      found: () => "숫자, 그리고 그 옆의 공백.",
      fix: ({ field }) =>
        `${field === "message_len" ? "카운트" : "각 필드"} 뒤에는 공백 하나만 두고, priority 안에는 두지 마십시오.`,
    },
    integerWritten: {
      found: () => "숫자이지만 십진 숫자만으로 쓰이지 않았습니다.",
      fix: () => "소수점, 쉼표, 지수, 0x 없이 보내십시오.",
    },
    integerDigits: {
      found: () => "0~9가 아닌 다른 문자 체계의 숫자.",
      fix: () => "로캘 숫자를 쓰지 않고 서식을 지정하십시오.",
    },
    notInteger: {
      found: ({ field }) => `다른 텍스트. 패턴은 ${field} 자리에 있는 것을 그대로 가져옵니다.`,
      fix: ({ field }) =>
        field === "message_len"
          ? "옥텟 카운트로 시작하십시오. 없으면 “-”를 보냅니다."
          : "“<”와 “>” 사이에 숫자를 보내십시오. 없으면 “-”를 보냅니다.",
    },

    hiddenInside: timestamp("ASCII가 아닌 문자가 들어 있습니다. 보이지 않는 문자일 수 있습니다."),
    epochSeconds: timestamp("1970년부터의 초를 나타내는 수."),
    epochMilliseconds: timestamp("1970년부터의 밀리초를 나타내는 수."),
    oldSyslog: {
      found: () => "연도 없는 날짜를 쓰는 옛 형식의 syslog(RFC 3164). 모든 필드가 밀렸습니다.",
      fix: () => SEND_RFC_5424,
    },
    blankForT: timestamp(
      "날짜와 시각 사이의 공백. 공백에서 필드가 끝나 시각이 호스트 이름이 되었습니다.",
    ),
    dateOnly: timestamp("시각 없는 날짜."),
    slashes: timestamp("날짜에 슬래시나 점이 있습니다."),
    basicFormat: timestamp("구분자 없는 ISO 8601 기본 형식."),
    lowerCaseT: timestamp(
      "날짜와 시각 사이의 소문자 t. RFC 3339는 허용하지만 Go와 Panther는 받지 않습니다.",
    ),
    lowerCaseZ: timestamp("끝의 소문자 z. RFC 3339는 허용하지만 Go와 Panther는 받지 않습니다."),
    quoted: timestamp("따옴표나 괄호로 둘러싸여 있습니다."),
    partTooShort: timestamp("자릿수가 모자랍니다. 연도는 네 자리, 나머지는 두 자리입니다."),
    monthOutOfRange: timestamp("01~12가 아닌 월."),
    dayOutOfRange: timestamp("그 달에 없는 날짜."),
    hourOutOfRange: timestamp("00~23이 아닌 시. 자정은 다음 날 00:00입니다."),
    minuteOutOfRange: timestamp("00~59가 아닌 분."),
    secondsMissing: timestamp("초가 없습니다."),
    secondSixty: timestamp("60초. 윤초는 RFC 3339에 맞지만 Go와 Panther는 받지 않습니다."),
    secondOutOfRange: timestamp("00~59가 아닌 초."),
    fractionEmpty: timestamp("소수점 뒤에 숫자가 없습니다."),
    fractionComma: timestamp("Python이나 Java 로거처럼 소수점 대신 쉼표를 썼습니다."),
    zoneMissing: timestamp("UTC 오프셋이 없습니다. Z도 +00:00도 아닙니다.", "UTC라면 "),
    zoneNamed: timestamp("UTC 오프셋 대신 시간대 이름이 있습니다."),
    zoneWithoutColon: timestamp("strftime의 %z처럼 오프셋에 콜론이 없습니다."),
    zoneWithoutMinutes: timestamp("시만 있는 오프셋."),
    zoneOutOfRange: timestamp("23:59를 넘는 오프셋."),
    timestampOther: timestamp(
      "다른 형식의 텍스트. 패턴은 이 자리에 있는 것을 그대로 가져옵니다. 빠진 필드가 없는지 확인하십시오.",
    ),

    frameTooLong: {
      found: () => "여기까지 프레임의 끝이 없습니다. Logplex는 메시지를 10,000바이트에서 자릅니다.",
      fix: () => "옥텟 카운트가 맞는지, 드레인 페이로드가 맞는지 확인하십시오.",
    },

    gzipBytes: {
      found: () => "gzip을 나타내는 1F 8B. Content-Encoding: gzip인 본문입니다.",
      fix: () => "먼저 압축을 푸십시오. 파일로 끌어다 놓으면 이 페이지가 풉니다.",
    },
    gzipAsText: {
      found: () => "텍스트로 읽은 gzip. 바이트가 U+FFFD로 바뀌어 되돌릴 수 없습니다.",
      fix: () => "본문을 바이트로 읽은 뒤 압축을 푸십시오.",
    },
    utf16Bytes: {
      found: ({ guess }) => `${guess} 텍스트. ASCII 문자마다 2바이트이며 그중 하나는 NUL입니다.`,
      fix: ({ guess }) =>
        `UTF-8로 변환하십시오. iconv -f ${guess} -t UTF-8. Windows PowerShell의 >는 UTF-16으로 쓰므로 Out-File -Encoding utf8을 쓰십시오.`,
    },
    utf16AsText: {
      found: () => "UTF-8로 읽은 UTF-16. BOM이 U+FFFD U+FFFD로 바뀌었습니다.",
      fix: () => "본문을 바이트로 읽은 뒤 UTF-16에서 UTF-8로 변환하십시오.",
    },
    jsonWrapped: {
      found: ({ guess }) => `JSON. 프레임은 “${guess}” 키에 들어 있습니다.`,
      fix: ({ guess }) => `그 텍스트를 꺼내십시오. jq -j .${guess} (중첩된 경우 경로에 맞게)`,
    },
    jsonBase64: {
      found: ({ guess }) =>
        `JSON. API Gateway가 함수에 넘기는 본문처럼 프레임이 “${guess}” 키에 Base64로 들어 있습니다.`,
      fix: ({ guess }) => `디코딩하십시오. jq -r .${guess} | base64 -d (중첩된 경우 경로에 맞게)`,
    },
    jsonString: {
      found: () => "따옴표로 묶이고 줄바꿈이 \\n으로 쓰인 JSON 문자열.",
      fix: () => "문자열을 푸십시오. jq -j .",
    },
    jsonEvents: {
      found: () => "p_log_type이 있는 JSON. 이미 파싱된 이벤트입니다.",
      fix: () => "더 파싱할 것이 없습니다. Panther에서 검색하십시오.",
    },
    jsonOther: {
      found: () => "JSON. 앞부분에 프레임으로 보이는 것이 없습니다.",
      fix: () =>
        "본문을 담은 필드가 있으면 그 텍스트를 꺼내십시오. 없으면 드레인의 내용이 아닙니다.",
    },
    formWrapped: {
      found: ({ guess }) => `폼 인코딩된 텍스트. 프레임은 “${guess}”에 들어 있습니다.`,
      fix: ({ guess }) =>
        `디코딩하십시오. new URLSearchParams(body).get("${guess}"). curl이라면 --data-binary로 보내십시오.`,
    },
    formOther: {
      found: () => "%3C와 %3E가 있는 텍스트. 문자가 이스케이프된 프레임입니다.",
      fix: () => "디코딩하십시오. decodeURIComponent(body). curl이라면 --data-binary로 보내십시오.",
    },
    base64Frames: {
      found: () => "디코딩하면 프레임이 되는 Base64 텍스트.",
      fix: ({ guess }) =>
        `먼저 디코딩하십시오. ${guess} 또는 Node의 Buffer.from(body, "base64"). AWS Lambda에서는 isBase64Encoded가 true일 때 디코딩합니다.`,
    },
    htmlEscaped: {
      found: ({ guess }) => `HTML로 이스케이프된 텍스트. “<” 대신 ${guess}입니다.`,
      fix: () =>
        "HTML 소스가 아니라 텍스트로 복사하거나 먼저 이스케이프를 푸십시오. Python에서는 html.unescape(body)입니다.",
    },
    cliPlain: {
      found: () =>
        "사람이 읽는 출력. 시각, source[process]:, 메시지뿐이고 옥텟 카운트, priority, 호스트 이름이 없습니다.",
      fix: () => ADD_A_DRAIN,
    },
    cliColoured: {
      found: () =>
        "터미널 색상이 들어간, 사람이 읽는 출력. 시각, source[process]:, 메시지뿐이고 옥텟 카운트, priority, 호스트 이름이 없습니다.",
      fix: () => ADD_A_DRAIN,
    },
  },
};
